import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import type { LedgerStores, LotOfMember } from "../ledger-ports.ts";

/**
 * The lots that orders, told late and in any order, are settled with. Where points expire by inactivity these are all: an earning keeps
 * others alive also when its own points were spent or taken back since.
 */
export function listLotsThatCount(
  { points }: Pick<LedgerStores, "points">,
  shopId: string,
  versions: readonly Pick<ProgramVersion, "body">[],
  memberIds: readonly string[],
): Promise<LotOfMember[]> {
  return versions.some(({ body }) => body.expiry.mode === "inactivity")
    ? points.listAllLots(shopId, memberIds)
    : points.listLots(shopId, memberIds);
}
