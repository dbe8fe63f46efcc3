import { businessDate, type Day } from "#app/domain/shared/calendar.ts";
import { rankOf } from "#app/domain/tiers/ladder.ts";
import { setByHand, undoByHand } from "#app/domain/tiers/set-by-hand.ts";
import type { Ledger, LedgerStores, Member } from "../ledger-ports.ts";
import type { Clock, Wake } from "../ports.ts";
import { changeOf, reachedBy } from "./change-by-hand.ts";
import { readLadder, type StandingLadder } from "./read-ladder.ts";
import type { TierFile, TierFileRow, TierFiles, TierRowProblem } from "./tier-file-ports.ts";
import type { TierCandidate } from "./tier-ports.ts";
import type { TierChange } from "./tier-store-ports.ts";

export type RunTierFilePorts = {
  readonly tierFiles: Pick<TierFiles, "listUnfinished" | "move">;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly wake: Pick<Wake, "metafields" | "tiers">;
};

/** Rows of one transaction: few enough to hold locks for a moment only. */
const ROUND = 100;

/** Carries every confirmed file on from where it stands: a row and its mark are one transaction, so a killed worker does none twice. */
export async function runTierFiles(ports: RunTierFilePorts, shopId: string): Promise<void> {
  for (const file of await ports.tierFiles.listUnfinished(shopId)) {
    const what = file.status === "undoing" ? "undo" : "apply";
    while (
      await ports.ledger.transaction((stores) => runRound(stores, shopId, file, what, ports.clock.now()))
    ) {
      ports.wake.tiers(shopId);
      ports.wake.metafields(shopId);
    }
    const to = what === "apply" ? "done" : "undone";
    await ports.tierFiles.move(shopId, file.fileId, {
      ...{ from: [file.status], to, finishedAt: ports.clock.now() },
    });
  }
}

/** @returns false when nothing is left. */
async function runRound(
  stores: LedgerStores,
  shopId: string,
  file: TierFile,
  what: "apply" | "undo",
  now: Date,
): Promise<boolean> {
  const taken = await stores.tierFiles.takeRows(shopId, file.fileId, what, ROUND);
  if (taken.length === 0) return false;
  const memberIds = taken.flatMap(({ memberId }) => memberId ?? []);
  const members = await stores.members.lock(shopId, { memberIds: [...new Set(memberIds)] });
  const rows = onceEach(taken, members);
  const standing = await readLadder(stores, shopId);
  const candidates =
    standing === null
      ? []
      : await stores.tiers.listCandidates(
          shopId,
          rows.flatMap(({ holderId }) => holderId ?? []),
          { timeZone: standing.shop.timeZone, countPending: standing.ladder.tiers.countPending },
        );
  const byId = new Map(candidates.map((one) => [one.memberId, one]));
  const changes: TierChange[] = [];
  const marks = rows.map(({ row, holderId }) => {
    const candidate = byId.get(holderId ?? "");
    const decided =
      standing === null
        ? ("unknown-tier" as const)
        : candidate === undefined
          ? ("unknown-member" as const)
          : !candidate.takesPart
            ? ("not-a-member" as const)
            : (what === "apply" ? applyRow : undoRow)(standing, candidate, file, row, now);
    const problem = typeof decided === "string" ? decided : null;
    if (typeof decided !== "string") changes.push(decided);
    return {
      ...{ rowNumber: row.rowNumber, problem },
      before: what === "apply" ? (candidate?.state ?? null) : row.before,
      done: row.done || (what === "apply" && problem === null),
      undone: what === "undo" && problem === null,
    };
  });
  await stores.tiers.write(shopId, changes);
  await stores.tierFiles.markRows(shopId, file.fileId, marks);
  return true;
}

/** Rows up to the first that names a member again, who is then decided on anew; with the member that each is about now. */
function onceEach(
  rows: readonly TierFileRow[],
  members: readonly Member[],
): readonly { readonly row: TierFileRow; readonly holderId: string | null }[] {
  const known = new Map(members.map((member) => [member.memberId, member]));
  const seen = new Set<string>();
  const round: { row: TierFileRow; holderId: string | null }[] = [];
  for (const row of rows) {
    const holderId = known.get(row.memberId ?? "")?.mergedInto ?? row.memberId;
    if (holderId !== null && seen.has(holderId)) break;
    if (holderId !== null) seen.add(holderId);
    round.push({ row, holderId });
  }
  return round;
}

function applyRow(
  standing: StandingLadder,
  candidate: TierCandidate,
  file: TierFile,
  { tierId, until }: TierFileRow,
  now: Date,
): TierChange | TierRowProblem {
  const { ladder, shop } = standing;
  const today: Day = businessDate(now, shop.timeZone);
  if (tierId === null || rankOf(ladder, tierId) === -1) return "unknown-tier";
  if (until !== null && until < today) return "until-in-the-past";
  const { reached, figures } = reachedBy(standing, candidate, today);
  const decision = setByHand(ladder, candidate.state, reached, { tierId, until, exact: false }, today);
  return changeOf(standing, candidate.memberId, decision, figures, {
    ...{ now, actor: file.createdBy, note: file.reason },
  });
}

function undoRow(
  standing: StandingLadder,
  candidate: TierCandidate,
  file: TierFile,
  { tierId, until, before }: TierFileRow,
  now: Date,
): TierChange | TierRowProblem {
  const { ladder, shop } = standing;
  const today = businessDate(now, shop.timeZone);
  const { state } = candidate;
  const hold = state?.hold ?? null;
  if (state === null || hold === null || hold.tierId !== tierId || hold.until !== until || hold.exact)
    return "changed-since";
  const { reached, figures } = reachedBy(standing, candidate, today);
  const decision = undoByHand(ladder, state, before, reached, today);
  return changeOf(standing, candidate.memberId, decision, figures, {
    ...{ now, actor: file.createdBy, note: file.reason },
  });
}
