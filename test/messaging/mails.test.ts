/** Which mails are sent, to whom, and which never: a real database, a real mail server, a clock that stands. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Reward } from "#app/domain/rewards/reward.ts";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { eraseMember } from "#app/usecases/members/erase-member.ts";
import { expirePoints } from "#app/usecases/points/expire-points.ts";
import { recordCustomers } from "#app/usecases/members/record-customers.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { ADA, BEN, later, line, order, program, refund } from "#test/support/factories.ts";
import { installTestShop } from "#test/support/ledger.ts";
import { type MailHouse, openMailHouse } from "#test/support/mail-house.ts";

let house: MailHouse;
let shopId: string;
beforeAll(async () => {
  house = await openMailHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  house.clock.set("2026-04-01T12:00:00Z");
  house.server.behave(null);
  house.server.taken.length = 0;
  house.customers.clear();
  shopId = await installTestShop(house, { program: program({ months: 1 }) });
  await house.launch(shopId, "2026-03-01T00:00:00Z");
});

const subscribe = (customer = ADA) =>
  house.customers.set(customer.customerId, { ...customer, subscribed: true, locale: "en" });
const memberIdOf = async (email: string) =>
  (
    await house.reads.listMembers(
      shopId,
      { email, customerId: null, after: null, limit: 1 },
      house.clock.now(),
    )
  )[0]?.memberId ?? "";
const templates = () => house.server.taken.map((mail) => mail.headers.get("x-perennial-template"));
const statuses = async () =>
  (await house.rows(shopId)).map(({ template, status, reason }) => [template, status, reason]);
const today = order(1, { day: "2026-04-01" });

describe("points that came", () => {
  it("are told once, with the order, the shop as sender and a way to unsubscribe", async () => {
    await recordOrders(house, shopId, [today]);
    await house.work(shopId);
    await house.work(shopId);
    expect(templates()).toEqual(["earned"]);
    const [mail] = house.server.taken;
    expect(mail?.subject).toBe("You have earned 19 points");
    expect(mail?.from?.value).toEqual([{ name: "Quiet", address: "loyalty@mail.perennial.example" }]);
    expect(mail?.replyTo?.value).toMatchObject([{ address: "owner@quiet.example" }]);
    expect(mail?.text).toContain("19 points: for your order #1");
    expect(mail?.text).toContain("Ada");
    expect(mail?.headers.get("x-perennial-shop")).toBe(shopId);
    const list = mail?.headers.get("list") as { unsubscribe: { url: string } };
    expect(list.unsubscribe.url).toMatch(/^https:\/\/app\.example\/mail\/unsubscribe\?shop=/);
    expect(mail?.headerLines.find(({ key }) => key === "list-unsubscribe-post")?.line).toBe(
      "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    );
    expect(mail?.html).toContain("/mail/opened?");
    expect((await house.rows(shopId))[0]).toMatchObject({ status: "sent", data: null, due_at: null });
  });

  it("in the member's own language", async () => {
    house.customers.set(ADA.customerId, { ...ADA, subscribed: false, locale: "ru-RU" });
    await recordOrders(house, shopId, [today]);
    await house.work(shopId);
    expect(house.server.taken[0]?.subject).toBe("Вам начислено 19 баллов");
  });

  it("that matured by the sweep alone are told when they can be spent", async () => {
    const body = program();
    shopId = await installTestShop(house, {
      program: { ...body, earning: { ...body.earning, pendingDays: 14 } },
    });
    await house.launch(shopId, "2026-03-01T00:00:00Z");
    await recordOrders(house, shopId, [today]);
    await house.work(shopId);
    house.clock.set("2026-04-15T04:00:00Z"); // the first moment of that day in New York
    await expirePoints(house, shopId);
    await house.work(shopId);
    await expirePoints(house, shopId);
    await house.work(shopId);
    expect(templates()).toEqual(["earned", "matured"]);
    expect(house.server.taken[1]?.subject).toBe("19 points can now be spent");
  });

  it("in the language of somebody who reads neither English nor Russian are told in English", async () => {
    await recordOrders(house, shopId, [today]);
    await house.setMember(shopId, "ada@example.com", "locale = 'pt-BR'");
    await house.work(shopId);
    expect(house.server.taken[0]?.headers.get("x-perennial-template")).toBe("earned");
    expect(house.server.taken[0]?.text).toMatch(/points/);
  });

  it("of several orders found together make one mail", async () => {
    await recordOrders(house, shopId, [today, order(2, { day: "2026-04-01" })]);
    await house.work(shopId);
    expect(templates()).toEqual(["earned"]);
    expect(house.server.taken[0]?.subject).toBe("You have earned 38 points");
  });

  it("say when they can be spent while they are pending, and are told again when they can", async () => {
    const body = program();
    shopId = await installTestShop(house, {
      program: { ...body, earning: { ...body.earning, pendingDays: 14 } },
    });
    await house.launch(shopId, "2026-03-01T00:00:00Z");
    await recordOrders(house, shopId, [today]);
    await house.work(shopId);
    expect(house.server.taken[0]?.text).toContain("They can be spent from April 15, 2026");
    house.clock.set("2026-04-16T12:00:00Z");
    const memberId = await memberIdOf("ada@example.com");
    await adjustPoints(house, shopId, { memberId, points: 1, reason: "kind", idempotencyKey: "a" });
    await house.work(shopId);
    expect(templates()).toEqual(["earned", "matured"]);
    expect(house.server.taken[1]?.subject).toBe("19 points can now be spent");
  });

  it("that were taken back before anybody was told are not told", async () => {
    await recordOrders(house, shopId, [today]);
    const whole = refund(9, { at: "2026-04-01T12:05:00Z", lines: [[1000, "19.99"]] });
    await recordOrders(house, shopId, [later(today, 5, { refunds: [whole], financialStatus: "refunded" })]);
    await house.work(shopId);
    expect(templates()).toEqual([]);
  });
});

describe("history", () => {
  it("mails nobody: orders bought before the launch, also those that are recorded long after", async () => {
    await recordOrders(house, shopId, [order(1, { day: "2026-02-20" })]);
    await house.work(shopId);
    expect(await house.rows(shopId)).toEqual([]);
  });

  it("mails nobody before the launch, nor afterwards about what was before", async () => {
    shopId = await installTestShop(house, { program: program() });
    await recordOrders(house, shopId, [today]);
    await house.work(shopId);
    await house.launch(shopId, "2026-04-01T12:00:01Z");
    house.clock.set("2026-04-01T12:01:00Z");
    await house.work(shopId);
    expect(await house.rows(shopId)).toEqual([]);
  });

  it("mails nobody: points given by hand", async () => {
    await recordOrders(house, shopId, [order(1, { day: "2026-02-20" })]);
    const memberId = await memberIdOf("ada@example.com");
    await adjustPoints(house, shopId, { memberId, points: 5, reason: "kind", idempotencyKey: "a" });
    await house.work(shopId);
    expect(await house.rows(shopId)).toEqual([]);
  });

  it("is what is older than a week: a worker that stood still sends no month of mails", async () => {
    await recordOrders(house, shopId, [today]);
    house.clock.set("2026-04-09T12:00:00Z");
    await house.work(shopId);
    expect((await statuses()).filter(([template]) => template === "earned")).toEqual([]);
  });
});

describe("rewards", () => {
  const reward: Reward = {
    ...{ id: "five", kind: "amount-off", name: "5 off", points: 30, value: "5.00", slider: null },
    ...{ minimumOrder: null, appliesTo: { productIds: [], collectionIds: [] }, product: null },
    ...{ combinesWith: { order: false, product: false, shipping: false }, validDays: 30 },
    ...{
      perMember: null,
      total: null,
      customerTags: [],
      tierIds: [],
      enabled: true,
      from: null,
      until: null,
    },
  };

  /** Ada has 38 points after two orders, in a shop with this reward. */
  const openShop = async (change: object = {}) => {
    shopId = await installTestShop(house, {
      program: { ...program(), rewards: [{ ...reward, ...change }] },
    });
    await house.launch(shopId, "2026-03-01T00:00:00Z");
    await house.grant(shopId, "write_discounts");
  };
  const earnTwice = () => recordOrders(house, shopId, [today, order(2, { day: "2026-04-01" })]);
  const readyMails = async () => (await statuses()).filter(([template]) => template === "reward-ready");

  it.each([
    ["is switched off", { enabled: false }],
    ["has not begun", { from: "2026-04-01T12:00:01Z" }],
    ["is over", { until: "2026-04-01T12:00:00Z" }],
    ["needs access that the shop has not given", { kind: "gift-card" }],
    ["was taken as often as it can be by all", { total: 0 }],
    ["is for other customers", { customerTags: ["staff"] }],
    [
      "takes more points by its slider",
      { points: 1, slider: { minimumPoints: 39, maximumPoints: null, maximumShare: null } },
    ],
  ])("that %s is told to nobody", async (_, change) => {
    await openShop(change);
    await earnTwice();
    await house.work(shopId);
    expect(await readyMails()).toEqual([]);
  });

  it.each([
    [
      "taken as often as the member may",
      async () => redeem(await memberIdOf("ada@example.com"), "used", "2026-04-01T12:00:00Z"),
      { perMember: 1 },
    ],
    [
      "sold out",
      async () => redeem(await memberIdOf("ada@example.com"), "used", "2026-04-01T12:00:00Z"),
      { total: 1 },
    ],
    ["without the access it needs", () => house.grant(shopId, "read_orders"), {}],
    ["over", async () => house.clock.set("2026-04-02T00:00:00Z"), { until: "2026-04-02T00:00:00Z" }],
    [
      "for members alone, and theirs has left",
      () => house.setMember(shopId, "ada@example.com", "participation = 'left'"),
      {},
    ],
    ["out of reach again", () => house.setMember(shopId, "ada@example.com", "balance = 29"), {}],
  ])("that is %s by the time the mail goes out is not told", async (_, happens, change) => {
    await openShop(change);
    await earnTwice();
    await house.work(shopId, { mailSending: null });
    expect(await readyMails()).toHaveLength(1);
    await happens();
    await house.work(shopId);
    expect(templates()).not.toContain("reward-ready");
    expect((await readyMails())[0]?.[1]).toBe("held");
  });

  it("within reach are told when the balance first reaches them", async () => {
    await openShop();
    await recordOrders(house, shopId, [today]);
    await house.work(shopId);
    expect(templates()).toEqual(["earned"]);
    await recordOrders(house, shopId, [order(2, { day: "2026-04-01" })]);
    await house.work(shopId);
    await recordOrders(house, shopId, [order(3, { day: "2026-04-01" })]);
    await house.work(shopId);
    expect(templates().sort()).toEqual(["earned", "earned", "earned", "reward-ready"]);
    const ready = house.server.taken.find(
      (mail) => mail.headers.get("x-perennial-template") === "reward-ready",
    );
    expect(ready?.text).toContain("5 off: 30 points");
  });

  const redeem = async (memberId: string, status: string, issuedAt: string | null) => {
    await house.database.pool.query(
      `INSERT INTO redemptions (shop_id, redemption_id, member_id, reward_id, program_version, reward, points, status, code, idempotency_key,
         input_hash, entry_seq, requested_by, reserved_at, issued_at, expires_at)
       VALUES ($1, 'r1', $2, 'five', 1, $3, 30, $4, 'PRN-1', 'k', 'h', 1, 'shopper', '2026-04-01T11:59:00Z', $5, '2026-05-02T04:00:00Z')`,
      [shopId, memberId, JSON.stringify(reward), status, issuedAt],
    );
  };

  it("that were issued come with their code, once", async () => {
    await recordOrders(house, shopId, [order(1, { day: "2026-02-20" })]);
    await redeem(await memberIdOf("ada@example.com"), "issued", "2026-04-01T12:00:00Z");
    await house.work(shopId);
    await house.work(shopId);
    expect(templates()).toEqual(["redeemed"]);
    expect(house.server.taken[0]?.subject).toBe("Your reward: 5 off");
    expect(house.server.taken[0]?.text).toContain("Your code: PRN-1");
    expect(house.server.taken[0]?.text).toContain("valid through May 1, 2026");
  });

  it("that were given back before the mail went out are held", async () => {
    await recordOrders(house, shopId, [order(1, { day: "2026-02-20" })]);
    await redeem(await memberIdOf("ada@example.com"), "returned", "2026-04-01T12:00:00Z");
    await house.work(shopId);
    expect(await statuses()).toEqual([["redeemed", "held", "redemption-returned"]]);
  });
});

describe("who is written to", () => {
  it.each([
    ["unsubscribed", "unsubscribed_at = '2026-03-31'", "unsubscribed"],
    ["without an address", "email = NULL, email_key = NULL", "no-address"],
    ["who left", "participation = 'left'", "not-a-member"],
    ["whose address refused a mail for good", "bounced_email = email_key", "bounced"],
  ])("not a member %s", async (_, change, reason) => {
    await recordOrders(house, shopId, [today]);
    await house.work(shopId, { mailSending: null });
    await house.setMember(shopId, "ada@example.com", change);
    await house.work(shopId);
    expect(await statuses()).toEqual([["earned", "held", reason]]);
    expect(house.server.taken).toEqual([]);
  });

  it("again, once the address that refused has changed", async () => {
    await recordOrders(house, shopId, [today]);
    await house.setMember(shopId, "ada@example.com", "bounced_email = 'old@example.com'");
    await house.work(shopId);
    expect(templates()).toEqual(["earned"]);
  });

  it("nobody by a template that the merchant has switched off", async () => {
    await house.mailSettings.save(
      shopId,
      { templatesOff: ["earned"] },
      { name: "Mo", at: house.clock.now() },
    );
    await recordOrders(house, shopId, [today]);
    await house.work(shopId);
    expect(await statuses()).toEqual([["earned", "held", "template-off"]]);
  });

  it("at the address that the member has when the mail is sent; it stands in no row of ours", async () => {
    await recordOrders(house, shopId, [today]);
    await house.work(shopId, { mailSending: null });
    expect(JSON.stringify(await house.rows(shopId))).not.toContain("ada@");
    await house.setMember(
      shopId,
      "ada@example.com",
      "email = 'new@example.com', email_key = 'new@example.com'",
    );
    await house.work(shopId);
    expect(house.server.taken[0]?.to).toMatchObject({ value: [{ address: "new@example.com" }] });
  });

  it("nobody who was erased: what waited goes with them", async () => {
    await recordOrders(house, shopId, [today]);
    await house.work(shopId, { mailSending: null });
    await house.setMember(shopId, "ada@example.com", "bounced_email = 'ada@example.com'");
    await eraseMember(house, shopId, { customerId: ADA.customerId, email: ADA.email });
    expect((await house.rows(shopId)).filter(({ status }) => status === "queued")).toEqual([]);
    const { rows } = await house.database.pool.query("SELECT bounced_email FROM members WHERE shop_id = $1", [
      shopId,
    ]);
    expect(rows).toEqual([{ bounced_email: null }]);
    await house.work(shopId);
    expect(house.server.taken).toEqual([]);
  });
});

describe("points that expire", () => {
  // 19 points of 1 April, usable through 1 May, gone on 2 May in New York.
  beforeEach(() => recordOrders(house, shopId, [today]));
  const workOn = async (day: string) => {
    house.clock.set(`${day}T12:00:00Z`);
    await expirePoints(house, shopId);
    await house.work(shopId);
  };

  it("are announced 30, 7 and 1 days before, the last time as the last chance, then told as expired", async () => {
    subscribe();
    for (const day of [
      "2026-04-01",
      "2026-04-02",
      "2026-04-24",
      "2026-04-25",
      "2026-04-26",
      "2026-04-30",
      "2026-05-01",
      "2026-05-02",
    ])
      await workOn(day);
    expect(templates()).toEqual(["earned", "expiring", "expiring", "last-chance", "expired"]);
    expect((await house.rows(shopId)).map(({ key }) => key.replace(/[0-9a-f-]{36}/, "M"))).toEqual([
      "earned:M-1",
      "expiring:M/2026-05-02/30",
      "expiring:M/2026-05-02/7",
      "expiring:M/2026-05-02/1",
      "expired:M-2",
    ]);
    expect(house.server.taken[2]?.subject).toBe("19 points expire in 7 days");
    expect(house.server.taken[3]?.text).toContain("19 points: usable through May 1, 2026");
  });

  it("make one mail a member however many lots, which lists them by day", async () => {
    subscribe();
    await recordOrders(house, shopId, [
      order(2, { day: "2026-04-01" }),
      order(3, { day: "2026-04-03", lines: [line(3000, { net: "7.00" })] }),
    ]);
    await workOn("2026-04-25");
    await workOn("2026-04-27");
    expect(templates().filter((template) => template === "expiring")).toEqual(["expiring"]);
    const text = house.server.taken.at(-1)?.text;
    expect(text).toContain("38 points: usable through May 1, 2026");
    expect(text).toContain("7 points: usable through May 3, 2026");
  });

  it("are announced by the shop's calendar, not by UTC", async () => {
    subscribe();
    house.clock.set("2026-04-25T03:00:00Z"); // still 24 April in New York
    await house.work(shopId);
    const isSevenDays = ({ key }: { key: string }) => key.endsWith("/7");
    expect((await house.rows(shopId)).some(isSevenDays)).toBe(false);
    house.clock.set("2026-04-25T04:30:00Z");
    await house.work(shopId);
    expect((await house.rows(shopId)).some(isSevenDays)).toBe(true);
  });

  it("are announced on the days that the merchant chose", async () => {
    subscribe();
    await house.mailSettings.save(shopId, { reminderDays: [3] }, { name: "Mo", at: house.clock.now() });
    for (const day of ["2026-04-25", "2026-04-28", "2026-04-29", "2026-04-30"]) await workOn(day);
    expect(templates().filter((one) => one !== "earned")).toEqual(["last-chance"]);
  });

  it("and were spent meanwhile are not announced", async () => {
    subscribe();
    house.clock.set("2026-04-25T12:00:00Z");
    await house.work(shopId, { mailSending: null });
    const memberId = await memberIdOf("ada@example.com");
    await adjustPoints(house, shopId, { memberId, points: -19, reason: "spent", idempotencyKey: "s" });
    await house.work(shopId);
    expect((await statuses()).find(([template]) => template === "expiring")).toEqual([
      ...["expiring", "held", "nothing-left"],
    ]);
  });

  it("are announced to nobody without Shopify's consent, who is asked where nobody knows", async () => {
    house.customers.set(ADA.customerId, { ...ADA, subscribed: false, locale: "en" });
    await workOn("2026-04-25");
    expect((await statuses()).at(-1)).toEqual(["expiring", "held", "no-consent"]);
  });

  it("wait while Shopify can't be asked for the consent", async () => {
    house.clock.set("2026-04-25T12:00:00Z");
    const silent = {
      fetchCustomers: async () => ({ ok: false as const, refusals: [{ code: "x", detail: "x" }] as const }),
    };
    await house.work(shopId, { shopifyCustomers: silent as never });
    expect((await statuses()).at(-1)).toEqual(["expiring", "queued", null]);
  });

  it("follow the newest word on consent, whatever the order in which words arrive", async () => {
    const at = (instant: string) => ({ at: new Date(instant) });
    await recordCustomers(house, shopId, [{ ...ADA, subscribed: false, ...at("2026-04-20T10:00:00Z") }]);
    await recordCustomers(house, shopId, [{ ...ADA, subscribed: true, ...at("2026-04-19T10:00:00Z") }]);
    await workOn("2026-04-25");
    expect((await statuses()).at(-1)).toEqual(["expiring", "held", "no-consent"]);
  });

  it("are announced no more often than the shop's cap allows; what the member did is told all the same", async () => {
    subscribe();
    await house.mailSettings.save(
      shopId,
      { marketingPerWeek: 1, reminderDays: [7, 5] },
      { name: "Mo", at: house.clock.now() },
    );
    await workOn("2026-04-25");
    await workOn("2026-04-27");
    await recordOrders(house, shopId, [order(2, { day: "2026-04-27", customer: BEN })]);
    await recordOrders(house, shopId, [order(3, { day: "2026-04-27" })]);
    await house.work(shopId);
    expect((await statuses()).filter(([template]) => template !== "earned")).toEqual([
      ["expiring", "sent", null],
      ["last-chance", "held", "frequency-cap"],
    ]);
    expect(templates().filter((template) => template === "earned")).toHaveLength(2);
  });
});

describe("a campaign's bonus", () => {
  const give = async () => {
    await recordOrders(house, shopId, [order(1, { day: "2026-02-20" })]);
    const memberId = await memberIdOf("ada@example.com");
    await house.database.pool.query(
      `WITH m AS (UPDATE members SET balance = balance + 50, last_seq = last_seq + 1 WHERE shop_id = $1 AND member_id = $2 RETURNING last_seq, balance)
       INSERT INTO entries (shop_id, member_id, seq, key, input_hash, at, kind, points, pending_points, balance_after, pending_after, reason,
         source_type, source_id, movements)
       SELECT $1, $2, last_seq, 'campaign:c/' || $2, 'x', '2026-04-01T12:00:00Z', 'earn', 50, 0, balance, 0, 'campaign-bonus', 'campaign', 'c',
         jsonb_build_array(jsonb_build_object('lot', last_seq || '.1', 'points', 50, 'expiresAt', '2026-04-11T04:00:00Z')) FROM m`,
      [shopId, memberId],
    );
    await house.database.pool.query(
      `INSERT INTO lots (shop_id, member_id, seq, n, points, remaining, earned_at, expires_at)
       SELECT shop_id, member_id, last_seq, 1, 50, 50, '2026-04-01T12:00:00Z', '2026-04-11T04:00:00Z' FROM members WHERE shop_id = $1`,
      [shopId],
    );
  };

  it("is marketing: told with the day through which it lasts, to those who consented", async () => {
    subscribe();
    await give();
    await house.work(shopId);
    expect(templates()).toEqual(["campaign-bonus"]);
    expect(house.server.taken[0]?.text).toContain("50 points: usable through April 10, 2026");
  });

  it("is held for others", async () => {
    await give();
    await house.work(shopId);
    expect(await statuses()).toEqual([["campaign-bonus", "held", "no-consent"]]);
  });
});
