import type { LoaderFunctionArgs } from "@remix-run/node";
import { authenticateApi } from "#app/public-api/authenticate.server.ts";
import { representReward } from "#app/public-api/represent-rewards.ts";
import {
  methodNotAllowed,
  notFound,
  parseQuery,
  respond,
  respondRefusal,
} from "#app/public-api/respond.server.ts";
import { rewardsQuery } from "#app/public-api/shapes/reward.ts";
import { listRewards } from "#app/usecases/rewards/list-rewards.ts";
import { app } from "#app/wiring.server.ts";

/** GET /api/v1/rewards?memberId=, in the order of the program */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, now } = await authenticateApi(request);
  const query = parseQuery(rewardsQuery, request);
  if (!query.ok) return respondRefusal(query.refusals);
  const { memberId, cursor, limit } = query.value;
  const member = memberId === undefined ? null : await app.memberReads.getMember(shop.shopId, memberId, now);
  if (memberId !== undefined && member === null) return notFound("member");
  const offered = await listRewards(app, shop, member);
  const start = cursor === undefined ? 0 : offered.findIndex(({ reward }) => reward.id === cursor) + 1;
  const items = offered.slice(start, start + limit);
  return respond({
    items: items.map(representReward),
    nextCursor: start + limit < offered.length ? (items.at(-1)?.reward.id ?? null) : null,
  });
}

export const action = () => methodNotAllowed("GET");
