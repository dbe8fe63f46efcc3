/** Which mails the tiers cause, and what they say: a real database, a real mail server, a clock that stands. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { accept } from "#app/domain/shared/outcome.ts";
import type { Tiers } from "#app/domain/tiers/tiers.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { publishProgram } from "#app/usecases/program/publish-program.ts";
import { moveTiers } from "#app/usecases/tiers/move-tiers.ts";
import { reviewTiers } from "#app/usecases/tiers/review-tiers.ts";
import { ADA, line, order, program } from "#test/support/factories.ts";
import { installTestShop } from "#test/support/ledger.ts";
import { type MailHouse, openMailHouse } from "#test/support/mail-house.ts";
import { tier, tiers } from "#test/support/tiers-house.ts";

const YEAR = { kind: "calendar-year", months: null, keepNext: true } as const;
const LADDER = tiers({
  window: YEAR,
  noticeDays: 30,
  ladder: [
    tier("bronze", "0", { name: "Bronze" }),
    tier("silver", "1000", { name: "Silver", entryPoints: 50, multiplier: "1.5" }),
    tier("gold", "5000", {
      ...{ name: "Gold", freeShipping: "code", entryPoints: 200 },
      texts: { ru: { name: "Золото «Ё»", description: null } },
    }),
  ],
});

let house: MailHouse;
let shopId: string;
beforeAll(async () => {
  house = await openMailHouse();
});
afterAll(() => house.close());

const ports = () => ({
  ...house,
  tierBenefits: { giveEntryReward: () => Promise.resolve(accept({ redemptionId: "r", isNew: true })) },
});
const publish = async (ladder: Tiers | null) => {
  const outcome = await publishProgram(house, shopId, { body: { ...program(), tiers: ladder }, by: "test" });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusals));
};
const open = async (ladder: Tiers, input: Parameters<typeof installTestShop>[1] = {}) => {
  house.clock.set("2026-04-01T12:00:00Z");
  house.server.taken.length = 0;
  house.customers.clear();
  house.customers.set(ADA.customerId, { ...ADA, subscribed: true, locale: "en" });
  shopId = await installTestShop(house, input);
  await house.launch(shopId, "2026-03-01T00:00:00Z");
  await publish(ladder);
  await moveTiers(ports(), shopId);
};
beforeEach(() => open(LADDER));

const buy = async (number: number, net: string, day: string) => {
  house.clock.set(`${day}T12:00:00Z`);
  await recordOrders(house, shopId, [order(number, { day, lines: [line(number * 1000, { net })] })]);
};
/** The jobs, as the worker runs them on a day; the mails about tiers that they brought. */
const work = async (day?: string) => {
  if (day !== undefined) house.clock.set(`${day}T12:00:00Z`);
  house.server.taken.length = 0;
  await moveTiers(ports(), shopId);
  await reviewTiers(ports(), shopId);
  await house.work(shopId);
  return house.server.taken.filter((mail) =>
    String(mail.headers.get("x-perennial-template")).startsWith("tier-"),
  );
};
const subjects = (mails: Awaited<ReturnType<typeof work>>) => mails.map(({ subject }) => subject);
const held = async () =>
  (await house.rows(shopId)).flatMap(({ template, status, reason }) =>
    template.startsWith("tier-") && status === "held" ? [[template, reason]] : [],
  );

describe("a tier that is reached", () => {
  it("is told once, with what it gives, what is next and until when it is sure", async () => {
    await buy(1, "1200", "2026-04-02");
    const [mail, ...more] = await work();
    expect(more).toEqual([]);
    expect(mail?.subject).toBe("You have reached Silver");
    expect(mail?.text).toContain("1.5 times the points on purchases");
    expect(mail?.text).toContain("50 points as a welcome");
    expect(mail?.text).toContain("Silver is yours through December 31, 2027 at least.");
    expect(mail?.text).toContain("Gold, by December 31, 2026, with");
    expect(mail?.text).toContain("$3,800.00 of purchases more");
    expect(await work()).toEqual([]);
  });

  it("is one mail when tiers are jumped over, and when several moves are found together", async () => {
    await buy(1, "100", "2026-04-02");
    expect(await work(), "everybody begins in bronze").toEqual([]);
    await buy(2, "1200", "2026-04-03");
    await moveTiers(ports(), shopId);
    await buy(3, "4000", "2026-04-03");
    expect(subjects(await work())).toEqual(["You have reached Gold"]);
  });

  it("is told in the member's language, by the name that it has there", async () => {
    house.customers.set(ADA.customerId, { ...ADA, subscribed: false, locale: "ru-KZ" });
    await buy(1, "6000", "2026-04-02");
    const [mail] = await work();
    expect(mail?.subject).toBe("Ваш новый уровень: Золото «Ё»");
    expect(mail?.text).toContain("Бесплатная доставка");
  });

  it("is not told where members are placed in silence, nor before the launch", async () => {
    await publish(null);
    await buy(1, "1200", "2026-04-02");
    await publish(LADDER);
    expect(await work()).toEqual([]);
    await house.database.pool.query("UPDATE shops SET launched_at = NULL WHERE shop_id = $1", [shopId]);
    await buy(2, "9000", "2026-04-03");
    expect(await work()).toEqual([]);
    await house.launch(shopId, "2026-04-04T00:00:00Z");
    expect(await work("2026-04-05")).toEqual([]);
  });

  it("is not told when the merchant has switched the mail off", async () => {
    await house.mailSettings.save(
      shopId,
      { templatesOff: ["tier-reached"] },
      { name: "test", at: house.clock.now() },
    );
    await buy(1, "1200", "2026-04-02");
    expect(await work()).toEqual([]);
    expect(await held()).toEqual([["tier-reached", "template-off"]]);
  });

  it("has amounts in a currency without cents", async () => {
    await open(
      tiers({
        window: YEAR,
        ladder: [tier("bronze", "0"), tier("silver", "100000"), tier("gold", "500000")],
      }),
      { currency: "JPY", timeZone: "Asia/Tokyo" },
    );
    await buy(1, "1200", "2026-04-02");
    const [mail] = await work();
    expect(mail?.text).toContain("¥380,000 of purchases more");
  });
});

describe("a tier that is about to be lost", () => {
  const notice = ["Silver is yours through December 31, 2027"];

  it("is told once, from as many days before as the program says, with what would keep it", async () => {
    await buy(1, "1200", "2026-04-02");
    await work();
    expect(await work("2027-11-30")).toEqual([]);
    const [mail, ...more] = await work("2027-12-01");
    expect(more).toEqual([]);
    expect(mail?.subject).toBe(notice[0]);
    expect(mail?.text).toContain("This by then keeps it for you:");
    expect(mail?.text).toContain("$1,000.00 of purchases more");
    for (const day of ["2027-12-01", "2027-12-02", "2027-12-31"]) expect(await work(day)).toEqual([]);
  });

  it("is a reminder: nobody gets it who has not agreed to marketing mails", async () => {
    house.customers.set(ADA.customerId, { ...ADA, subscribed: false, locale: "en" });
    await buy(1, "1200", "2026-04-02");
    expect(await work()).toHaveLength(1);
    expect(await work("2027-12-01")).toEqual([]);
    expect(await held()).toEqual([["tier-notice", "no-consent"]]);
  });

  it("is told through the grace days too, and not where the program gives no notice", async () => {
    await open({ ...LADDER, graceDays: 10 });
    await buy(1, "1200", "2026-04-02");
    await work();
    expect(await work("2027-12-10")).toEqual([]);
    expect(subjects(await work("2027-12-11"))).toEqual(["Silver is yours through January 10, 2028"]);
    await open({ ...LADDER, noticeDays: null });
    await buy(1, "1200", "2026-04-02");
    await work();
    expect(await work("2027-12-31")).toEqual([]);
  });

  it("is told of what is held by invitation, where no purchase keeps it", async () => {
    await open({ ...LADDER, ladder: [...LADDER.ladder, tier("club", null, { name: "Club" })] });
    await buy(1, "100", "2026-04-02");
    await work();
    await house.database.pool.query(
      "UPDATE member_tiers SET tier_id = 'club', hold_tier = 'club', hold_until = '2026-06-10', hold_kind = 'invitation' WHERE shop_id = $1",
      [shopId],
    );
    const [mail] = await work("2026-05-20");
    expect(mail?.subject).toBe("Club is yours through June 10, 2026");
    expect(mail?.text).toContain("After that day it ends.");
  });

  it("that is kept after all, is told to be kept, once; a part of the way is no keeping", async () => {
    await buy(1, "1200", "2026-04-02");
    await work();
    expect(subjects(await work("2027-12-01"))).toEqual(notice);
    await buy(2, "400", "2027-12-05");
    expect(await work("2027-12-06")).toEqual([]);
    expect(await work("2027-12-10")).toEqual([]);
    await buy(3, "600", "2027-12-10");
    expect(await work(), "the day's notices are planned").toEqual([]);
    const [mail, ...more] = await work("2027-12-11");
    expect(more).toEqual([]);
    expect(mail?.subject).toBe("You keep Silver");
    expect(mail?.text).toContain("It is yours through December 31, 2028 at least.");
    expect(await work("2027-12-12")).toEqual([]);
  });

  it("that is lost, is told with the way back, and to nobody that it was kept", async () => {
    await buy(1, "1200", "2026-04-02");
    await work();
    await work("2027-12-01");
    const [mail, ...more] = await work("2028-01-01");
    expect(more).toEqual([]);
    expect(mail?.subject).toBe("Silver has ended");
    expect(mail?.text).toContain("Your tier is Bronze now");
    expect(mail?.text).toContain("was not enough to keep Silver. Your points are still yours.");
    expect(mail?.text).toContain("Silver, with:");
    expect(mail?.text).toContain("$1,000.00 of purchases more");
    expect(await work("2028-01-02")).toEqual([]);
  });
});
