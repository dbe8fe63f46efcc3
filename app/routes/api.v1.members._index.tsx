import type { LoaderFunctionArgs } from "@remix-run/node";
import { authenticateApi } from "#app/public-api/authenticate.server.ts";
import { answerMembers } from "#app/public-api/answer-members.server.ts";
import { methodNotAllowed, parseQuery, respond, respondRefusal } from "#app/public-api/respond.server.ts";
import { membersQuery } from "#app/public-api/shapes/member.ts";
import { app } from "#app/wiring.server.ts";

/** GET /api/v1/members?email=&customerId= */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, now } = await authenticateApi(request);
  const query = parseQuery(membersQuery, request);
  if (!query.ok) return respondRefusal(query.refusals);
  const { email = null, customerId = null, cursor = null, limit } = query.value;
  const rows = await app.memberReads.listMembers(
    shop.shopId,
    { email, customerId, after: cursor, limit: limit + 1 },
    now,
  );
  const items = rows.slice(0, limit);
  return respond({
    items: await answerMembers(shop, items, now),
    nextCursor: rows.length > limit ? (items.at(-1)?.memberId ?? null) : null,
  });
}

export const action = () => methodNotAllowed("GET");
