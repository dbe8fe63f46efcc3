import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Cause, EMPTY_BOOKS, type Entry, lotId, type MemberBooks } from "#app/domain/points/books.ts";
import { comeDue } from "#app/domain/points/come-due.ts";
import { credit } from "#app/domain/points/credit.ts";
import { debit } from "#app/domain/points/debit.ts";
import { reverse } from "#app/domain/points/reverse.ts";
import { expirePoints } from "#app/usecases/points/expire-points.ts";
import { blankMember } from "#app/usecases/members/new-member.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";

const DAY_MS = 86_400_000;
const START = new Date("2026-01-10T12:00:00Z");
const after = (days: number) => new Date(START.getTime() + days * DAY_MS);

let test: TestLedger;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());

/** What happened to a member before the sweep, a day apart. Bonuses may expire before they mature; debts may stand. */
const act = fc.oneof(
  fc.record({
    kind: fc.constant("earn" as const),
    points: fc.integer({ min: 1, max: 200 }),
    maturesIn: fc.option(fc.integer({ min: 1, max: 40 })),
    expiresIn: fc.option(fc.integer({ min: 1, max: 60 })),
  }),
  fc.record({ kind: fc.constant("take" as const), points: fc.integer({ min: 1, max: 150 }) }),
  fc.record({ kind: fc.constant("reverse" as const), points: fc.integer({ min: 1, max: 300 }) }),
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

/** The books that these acts lead to; nothing but them, so that what is due lies there still. */
function play(acts: readonly Act[], memberId: string): { books: MemberBooks; entries: Entry[] } {
  let books = EMPTY_BOOKS;
  const entries: Entry[] = [];
  const keep = (step: { books: MemberBooks; entries: readonly Entry[] }) => {
    books = step.books;
    entries.push(...step.entries);
  };
  for (const [day, one] of acts.entries()) {
    const at = after(day);
    const cause: Cause = {
      ...{ key: `test:${memberId}-${day}`, input: "", at, reason: "test" },
      source: { type: "test", id: String(day) },
    };
    if (one.kind === "earn") {
      const maturesAt = one.maturesIn === null ? null : after(day + one.maturesIn);
      const expiresAt = one.expiresIn === null ? null : after(day + one.expiresIn);
      const { entry, books: next } = credit(
        books,
        "earn",
        { points: one.points, orderId: `o${day % 3}`, earnedAt: at, maturesAt, expiresAt },
        cause,
      );
      keep({ books: next, entries: [entry] });
    } else if (one.kind === "take") {
      const taken = debit(books, "redeem", { points: one.points, now: at }, cause);
      if (taken.ok) keep({ books: taken.value.books, entries: [taken.value.entry] });
    } else {
      keep(comeDue(books, memberId, at));
      const { entry, books: next } = reverse(
        books,
        { orderId: `o${day % 3}`, points: one.points, negativeBalance: { policy: "allow" }, now: at },
        cause,
      );
      keep({ books: next, entries: [entry] });
    }
  }
  return { books, entries };
}

it("the sweep leaves every member's books just as the domain does, debts and odd lots included, and twice is once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(act, { maxLength: 12 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 70 }),
      async (lives, day) => {
        const shopId = await installTestShop(test);
        const members = lives.map((acts) => {
          const memberId = test.ids.next(START);
          return { memberId, ...play(acts, memberId) };
        });
        await test.ledger.transaction(async (stores) => {
          await stores.members.insert(
            shopId,
            members.map(({ memberId, books: { lots: _, ...totals }, entries }) => ({
              ...blankMember(memberId, "2026-01-10"),
              ...totals,
              customerId: `gid://shopify/Customer/${memberId}`,
              earnedTotal: entries
                .filter(({ kind }) => kind === "earn")
                .reduce((sum, entry) => sum + entry.points + entry.pendingPoints, 0),
            })),
          );
          await stores.points.write(
            shopId,
            members.map(({ memberId, books, entries }) => ({ memberId, entries, lots: books.lots })),
          );
        });
        test.clock.set(after(day).toISOString());
        await expirePoints(test, shopId);
        await expectCoherentLedger(test.database, shopId);
        const all = async () =>
          (
            await test.database.pool.query(
              "SELECT * FROM entries WHERE shop_id = $1 ORDER BY member_id, seq",
              [shopId],
            )
          ).rows;
        const once = await all();
        await expirePoints(test, shopId);
        expect(await all()).toEqual(once);
        for (const { memberId, books } of members) {
          const expected = comeDue(books, memberId, test.clock.now());
          const found = await test.ledger.transaction(async (stores) => {
            const entries: (Entry | null)[] = [];
            for (const { seq } of expected.entries)
              entries.push(await stores.points.getEntry(shopId, memberId, seq));
            const lots = await stores.points.getLots(shopId, memberId, books.lots.map(lotId));
            const [member] = await stores.members.lock(shopId, { memberIds: [memberId] });
            return { entries, lots, member };
          });
          expect(found.entries).toEqual(expected.entries);
          expect(found.lots).toEqual([...expected.books.lots].sort((a, b) => a.seq - b.seq || a.n - b.n));
          const { lots: _, ...totals } = expected.books;
          expect(found.member).toMatchObject(totals);
        }
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);
