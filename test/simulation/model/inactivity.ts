import type { Book, Slide } from "./book.ts";
import { expiryOf } from "./calendar.ts";

/**
 * Points that end by inactivity live so long after the member's last earning or redemption (points given by hand are an
 * earning); what ended before it stays over. Orders may be told late: what all points that there ever were tell of earnings counts as
 * well. `at`: of the earning or redemption; null: none.
 */
export function stayAlive(book: Book, at: number | null, timeZone: string): void {
  const signs = [...book.lots.map((lot) => lot.earnedAt), ...(at === null ? [] : [at])];
  for (const lot of book.lots) {
    if (lot.slide === null || lot.expiresAt === null || lot.remaining === 0) continue;
    if (lot.counted > lot.expired) continue; // A refund has counted it as gone: it stays so.
    for (let longer = true; longer;) {
      const inTime = signs.filter((sign) => sign >= lot.earnedAt && sign < lot.expiresAt!);
      const end = Math.max(...inTime.map((sign) => endAfter(sign, lot.slide!, timeZone)));
      longer = end > lot.expiresAt;
      if (longer) lot.expiresAt = end;
    }
  }
}

function endAfter(sign: number, { months, roundUpTo }: Slide, timeZone: string): number {
  return expiryOf(new Date(sign), { mode: "inactivity", months, roundUpTo, dates: [] }, timeZone)!.getTime();
}
