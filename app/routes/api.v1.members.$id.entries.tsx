import type { LoaderFunctionArgs } from "@remix-run/node";
import { authenticateApi } from "#app/public-api/authenticate.server.ts";
import { representEntry } from "#app/public-api/represent.ts";
import {
  methodNotAllowed,
  notFound,
  parseQuery,
  respond,
  respondRefusal,
} from "#app/public-api/respond.server.ts";
import { entriesQuery } from "#app/public-api/shapes/member.ts";
import { app } from "#app/wiring.server.ts";

/** GET /api/v1/members/{id}/entries?order=asc|desc, in the order in which the books were written */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop, now } = await authenticateApi(request);
  const query = parseQuery(entriesQuery, request);
  if (!query.ok) return respondRefusal(query.refusals);
  const { order, cursor, limit } = query.value;
  const after = cursor === undefined ? null : Number(cursor);
  if (after !== null && !Number.isSafeInteger(after)) {
    return respondRefusal([
      { code: "invalid-parameter", pointer: "/cursor", detail: "Pass a nextCursor of this list." },
    ]);
  }
  const member = await app.memberReads.getMember(shop.shopId, params["id"] ?? "", now);
  if (member === null) return notFound("member");
  const rows = await app.memberReads.listEntries(shop.shopId, member.memberId, {
    order,
    after,
    limit: limit + 1,
  });
  const items = rows.slice(0, limit);
  return respond({
    items: items.map(representEntry),
    nextCursor: rows.length > limit ? String(items.at(-1)?.seq) : null,
  });
}

export const action = () => methodNotAllowed("GET");
