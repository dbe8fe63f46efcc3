import type { CustomerFacts } from "#app/domain/earning/order-facts.ts";
import type { Ledger } from "#app/usecases/ledger-ports.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { accept, refuse } from "#app/domain/shared/outcome.ts";
import { PLAIN_TIER, type Tier, type Tiers } from "#app/domain/tiers/tiers.ts";
import { createTierReads } from "#app/persistence/tier-reads.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { publishProgram } from "#app/usecases/program/publish-program.ts";
import type { TierGift } from "#app/usecases/tiers/benefit-ports.ts";
import { moveTiers } from "#app/usecases/tiers/move-tiers.ts";
import { reviewTiers } from "#app/usecases/tiers/review-tiers.ts";
import type { TierMoveRecord } from "#app/usecases/tiers/tier-ports.ts";
import { ADA, line, order, program } from "./factories.ts";
import { reward } from "./rewards.ts";
import { createTestLedger, installTestShop, type ShopInput } from "./ledger.ts";

export function tier(id: string, from: string | null, more: Partial<Tier> = {}): Tier {
  return { ...PLAIN_TIER, id, name: id, from, ...more };
}

/** Bronze at 0, silver at 1000, gold at 5000 spent within twelve months, counted as soon as it is paid. */
export function tiers(more: Partial<Tiers> = {}): Tiers {
  return {
    ...{
      measure: "spent",
      join: "any",
      window: { kind: "rolling", months: 12, keepNext: false },
      graceDays: 0,
    },
    ...{ countPending: true, softLanding: false, noticeDays: null, replaced: {} },
    ladder: [tier("bronze", "0"), tier("silver", "1000"), tier("gold", "5000")],
    ...more,
  };
}

/** A launched shop with tiers on a ledger of its own, and what its jobs do. */
export async function createTiersHouse() {
  const test = await createTestLedger();
  const reads = createTierReads(test.database.prisma);
  const gifts: TierGift[] = [];
  let isQuiet = false;
  const ports = {
    ...test,
    tierBenefits: {
      giveEntryReward: (_: string, gift: TierGift) => {
        if (isQuiet) return Promise.resolve(refuse({ code: "quiet" as const, detail: "Put it back first." }));
        gifts.push(gift);
        return Promise.resolve(accept({ redemptionId: "r", isNew: true }));
      },
    },
  };
  let shopId = "";

  const publish = async (ladder: Tiers | null, body: Partial<ProgramBody> = {}) => {
    const outcome = await publishProgram(test, shopId, {
      body: { ...program(), ...body, tiers: ladder },
      by: "test",
    });
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusals));
    return outcome.value;
  };
  /** The ledger, telling of each statement of its stores before it is run. */
  function listening(heard: (name: string) => Promise<void>): Ledger {
    const told = <Store extends object>(store: Store): Store =>
      new Proxy(store, {
        get(target, name) {
          const own: unknown = Reflect.get(target, name);
          if (typeof own !== "function") return typeof own === "object" && own !== null ? told(own) : own;
          return async (...given: unknown[]) => {
            await heard(String(name));
            return (await Reflect.apply(own, target, given)) as unknown;
          };
        },
      });
    return {
      ...test.ledger,
      async transaction(work) {
        await heard("begin");
        return test.ledger.transaction((stores) => work(told(stores)));
      },
    };
  }
  const died = new Error("the process died");
  const dyingAt = (what: string) =>
    listening((name) => (name === what ? Promise.reject(died) : Promise.resolve()));
  function dyingAfter(statements: number): Ledger {
    let left = statements;
    return listening(() => (left-- === 0 ? Promise.reject(died) : Promise.resolve()));
  }
  const survive = (work: Promise<void>) =>
    work.then(
      () => false,
      (problem: unknown) => {
        if (problem !== died) throw problem;
        return true;
      },
    );
  return {
    ...{ test, ports, gifts, publish, drop: () => test.drop() },
    get shopId() {
      return shopId;
    },

    /** Published and launched on 1 March 2026. */
    async open(
      ladder: Tiers | null = tiers(),
      {
        body,
        launched = true,
        ...input
      }: ShopInput & { body?: Partial<ProgramBody>; launched?: boolean } = {},
    ) {
      gifts.length = 0;
      test.clock.set("2026-03-01T12:00:00Z");
      shopId = await installTestShop(test, input);
      if (launched)
        await test.database.pool.query("UPDATE shops SET launched_at = $2 WHERE shop_id = $1", [
          ...[shopId, test.clock.now()],
        ]);
      await publish(ladder, body);
      return shopId;
    },

    /** Silver comes with points and a free delivery. */
    async openWithGift() {
      const gift = reward({ id: "gift", name: "Gift" });
      const silver = tier("silver", "1000", { entryPoints: 50, entryRewardId: "gift" });
      return this.open(tiers({ ladder: [tier("bronze", "0"), silver] }), { body: { rewards: [gift] } });
    },
    /** Everything is taken out of Shopify; or put back. */
    quiet: (quiet: boolean) => void (isQuiet = quiet),

    /** An order of one article, paid at noon UTC on its day; the clock stands there or later. */
    async buy(
      number: number,
      net: string,
      {
        day = "2026-03-02",
        customer = ADA,
        ...more
      }: { day?: string; customer?: CustomerFacts } & Parameters<typeof order>[1] = {},
    ) {
      const at = new Date(`${day}T12:00:00Z`);
      if (test.clock.now() < at) test.clock.set(at.toISOString());
      await recordOrders(test, shopId, [
        order(number, { day, customer, lines: [line(number * 1000, { net })], ...more }),
      ]);
    },

    move: () => moveTiers(ports, shopId),
    /** A worker that dies between the moves and what they owe. */
    moveWithoutGiving: () => survive(moveTiers({ ...ports, ledger: dyingAt("listOwing") }, shopId)),
    /** A worker that dies after so many statements. True: it did. */
    moveAndDie: (statements: number) =>
      survive(moveTiers({ ...ports, ledger: dyingAfter(statements) }, shopId)),
    reviewAndDie: (statements: number) =>
      survive(reviewTiers({ ...ports, ledger: dyingAfter(statements) }, shopId)),
    /** Something happens between the review's look at everybody and its first write. */
    async reviewAfter(happens: () => Promise<void>) {
      let hasHappened = false;
      const ledger = listening(async (name) => {
        if (name !== "decideSet" || hasHappened) return;
        hasHappened = true;
        await happens();
      });
      await reviewTiers({ ...ports, ledger }, shopId);
      if (!hasHappened) throw new Error("the review found nobody to decide on");
    },
    review: () => reviewTiers(ports, shopId),
    /** The night's review of a day, in New York. */
    async reviewOn(day: string) {
      test.clock.set(`${day}T12:00:00Z`);
      await reviewTiers(ports, shopId);
    },

    async idOf({ customerId }: CustomerFacts) {
      const member = await test.reads.getMemberOfCustomer(shopId, customerId, test.clock.now());
      if (member === null) throw new Error(`${customerId} is not known`);
      return member.memberId;
    },
    async tierOf(customer: CustomerFacts): Promise<string | null | undefined> {
      const [one] = await reads.listCandidates(shopId, [await this.idOf(customer)], {
        ...{ timeZone: "America/New_York", countPending: true },
      });
      return one?.state?.tierId;
    },
    /** Oldest first. */
    async movesOf(customer: CustomerFacts): Promise<TierMoveRecord[]> {
      return (await reads.listMoves(shopId, await this.idOf(customer))).reverse();
    },
    async entries(like: string) {
      const { rows } = await test.database.pool.query<{ key: string; points: number }>(
        "SELECT key, points::int FROM entries WHERE shop_id = $1 AND key LIKE $2 ORDER BY at, key",
        [shopId, like],
      );
      return rows;
    },
  };
}

export type TiersHouse = Awaited<ReturnType<typeof createTiersHouse>>;
