import type { AuditedBooks } from "../model/auditor.ts";

const day = (instant: number | string | null) =>
  instant === null ? "never" : new Date(instant).toISOString();

/** A member's entries, and the lots that the laws make of them, for whoever has to find out why they differ. */
export function tellBooks({ entries, book }: AuditedBooks): string {
  const told = entries.map((entry) => {
    const moved = entry.movements.map((one) => `${one.lot} ${one.points} till ${day(one.expiresAt)}`);
    return `  ${entry.seq} ${entry.key} at ${day(entry.at.getTime())}: ${entry.points}/${entry.pendingPoints} by version ${entry.programVersion}; ${moved.join(", ")}`;
  });
  const lots = book.lots.map((lot) => {
    const held = lot.maturesAt === null ? "" : ` held till ${day(lot.maturesAt)}`;
    const slide = lot.slide === null ? "" : ` by ${lot.slide.months} months of inactivity`;
    return `  ${lot.id} of ${lot.orderId} earned ${day(lot.earnedAt)}${held} till ${day(lot.expiresAt)}${slide}: ${lot.remaining} left, ${lot.expired} expired, ${lot.counted} counted`;
  });
  return [...told, ...lots].join("\n");
}
