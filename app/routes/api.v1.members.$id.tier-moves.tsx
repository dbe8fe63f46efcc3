import type { LoaderFunctionArgs } from "@remix-run/node";
import { authenticateApi } from "#app/public-api/authenticate.server.ts";
import { representTierMove } from "#app/public-api/represent-tiers.ts";
import {
  methodNotAllowed,
  notFound,
  parseQuery,
  respond,
  respondRefusal,
} from "#app/public-api/respond.server.ts";
import { tierMovesQuery } from "#app/public-api/shapes/tier.ts";
import type { TierMoveRecord } from "#app/usecases/tiers/tier-ports.ts";
import { app } from "#app/wiring.server.ts";

/** GET /api/v1/members/{id}/tier-moves, newest first */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop, now } = await authenticateApi(request);
  const query = parseQuery(tierMovesQuery, request);
  if (!query.ok) return respondRefusal(query.refusals);
  const member = await app.memberReads.getMember(shop.shopId, params["id"] ?? "", now);
  if (member === null) return notFound("member");
  const { cursor, limit } = query.value;
  // A member's moves are few: they are read as a whole.
  const moves = await app.tierReads.listMoves(shop.shopId, member.memberId);
  const start = cursor === undefined ? 0 : moves.findIndex((move) => cursorOf(move) === cursor) + 1;
  const items = moves.slice(start, start + limit);
  const last = items.at(-1);
  return respond({
    items: items.map(representTierMove),
    nextCursor: start + limit < moves.length && last !== undefined ? cursorOf(last) : null,
  });
}

/** Moves of members who became one are numbered each for themselves. */
function cursorOf({ at, n }: TierMoveRecord): string {
  return `${at.getTime()}-${n}`;
}

export const action = () => methodNotAllowed("GET");
