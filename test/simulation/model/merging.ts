import { inSpendOrder, type Movement, take } from "./book.ts";
import type { Explained, Question } from "./explain-entry.ts";

/** Law 12: open lots move with expiry, earn day, order and pending; a deficit follows. */
export function leave({ book, entry, onTheWay }: Question): Explained {
  const going = book.lots.filter((lot) => lot.remaining > 0 || lot.expired > lot.counted);
  onTheWay.set(entry.key, { lots: going.map((lot) => ({ ...lot })), deficit: book.deficit });
  book.deficit = 0;
  const moved = going
    .filter((lot) => lot.remaining > 0)
    .map((lot): Movement => ({ lot: lot.id, points: -lot.remaining, expiresAt: lot.expiresAt }));
  for (const lot of going) Object.assign(lot, { remaining: 0, counted: lot.expired });
  return { moved };
}

export function arrive({ book, entry, onTheWay }: Question): Explained {
  const brought = onTheWay.get(entry.key.replace(/in$/, "out"))!;
  const moved: Movement[] = [];
  for (const [position, lot] of brought.lots.entries()) {
    const arrived = {
      ...lot,
      id: `${entry.seq}.${position + 1}`,
      expired: Math.max(0, lot.expired - lot.counted),
      // What is over may have been counted as gone before the sweep has taken it.
      counted: Math.max(0, lot.counted - lot.expired),
    };
    book.lots.push(arrived);
    if (arrived.remaining > 0)
      moved.push({ lot: arrived.id, points: arrived.remaining, expiresAt: arrived.expiresAt });
  }
  const owed = book.deficit + brought.deficit;
  const repaying = take(inSpendOrder(book.lots.filter((lot) => lot.maturesAt === null)), owed);
  book.deficit = repaying.missing;
  return { moved: [...moved, ...repaying.moved] };
}
