/** People and shops come, change and go: merges, deletions, privacy, uninstalls, withheld permissions. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startStack, type Stack } from "#test/support/stack.ts";
import { type StackShop, tail } from "#test/support/stack-shop.ts";

let stack: Stack;
let shop: StackShop;

beforeAll(async () => {
  stack = await startStack({}, { demoShop: "empty" });
  await stack.ready();
  shop = await stack.openShop({ name: "People" });
});
afterAll(() => stack.stop());

const buyer = async (price: string, body: { email?: string; firstName?: string } = {}) => {
  const customerId = await shop.customer(body);
  const order = await shop.order({ customerId, lines: [{ price }] });
  await shop.settle();
  return { customerId, order, memberId: (await shop.member(customerId)).id };
};

describe("a customer", () => {
  it("merged into another brings points and history along, and later refunds find them there", async () => {
    const from = await buyer("40.00");
    const into = await buyer("25.00");
    await shop.done("POST", `/customers/${tail(from.customerId)}/merge`, { into: into.customerId });
    await shop.settle();
    expect(await shop.member(into.customerId)).toMatchObject({ balance: 65 });
    const moved = (await shop.entriesOf(from.memberId)).filter(({ kind }) => kind === "transfer");
    expect(moved.map(({ points }) => points)).toEqual([-40]);
    expect(moved[0]!.key).toContain(`merge:${tail(from.customerId)}`);
    await shop.refundLines(from.order, 0);
    await shop.settle();
    expect(await shop.member(into.customerId)).toMatchObject({ balance: 25, deficit: 0 });
    await shop.expectSoundBooks();
  });

  it("whose merge failed keeps what is theirs", async () => {
    const from = await buyer("40.00");
    const into = await buyer("25.00");
    await shop.control("POST", `/customers/${tail(from.customerId)}/merge`, {
      into: into.customerId,
      fail: true,
    });
    await shop.settle();
    expect(await shop.member(from.customerId)).toMatchObject({ balance: 40 });
    expect(await shop.member(into.customerId)).toMatchObject({ balance: 25 });
  });

  it("deleted in the store leaves the books as they are", async () => {
    const { customerId, memberId } = await buyer("40.00");
    const before = await shop.overview();
    await shop.done("DELETE", `/customers/${tail(customerId)}`);
    await shop.settle();
    expect(await shop.entriesOf(memberId)).toHaveLength(1);
    expect((await shop.overview()).points).toEqual(before.points);
    await shop.expectSoundBooks();
  });

  it("whose e-mail changes is found by the new one alone", async () => {
    const { customerId } = await buyer("10.00", { email: "before@example.com" });
    await shop.done("PATCH", `/customers/${tail(customerId)}`, { email: "after@example.com" });
    await shop.settle();
    expect(await shop.findByEmail("after@example.com")).toMatchObject({ customerId });
    expect(await shop.findByEmail("before@example.com")).toBeUndefined();
  });

  it("who asks for their data is answered in the books of requests", async () => {
    const { customerId } = await buyer("10.00");
    await shop.done("POST", "/privacy", { topic: "customers/data_request", customerId });
    await shop.settle();
    const requests = await stack.query("SELECT * FROM privacy_requests WHERE shop_id = $1", [shop.domain]);
    expect(requests).toMatchObject([{ topic: "customers/data_request" }]);
  });

  it("who is erased leaves entries without a name, and figures as they were", async () => {
    const { customerId, memberId } = await buyer("40.00", {
      email: "erase.me@example.com",
      firstName: "Ersilia",
    });
    const before = await shop.overview();
    await shop.done("POST", "/privacy", { topic: "customers/redact", customerId });
    await shop.settle();
    expect(await shop.findByEmail("erase.me@example.com")).toBeUndefined();
    expect(await shop.entriesOf(memberId)).toMatchObject([{ points: 40 }]);
    expect(await shop.overview()).toMatchObject({ revenue: before.revenue, purchases: before.purchases });
    const tables = await stack.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    );
    for (const { name } of tables) {
      const found = await stack.query(
        `SELECT 1 FROM "${name}" AS t WHERE t::text ILIKE '%erase.me@example.com%' OR t::text ILIKE '%Ersilia%'`,
      );
      expect(found, `${name} still knows the person`).toEqual([]);
    }
  });
});

describe("a shop", () => {
  it("that uninstalls is served nothing, and comes back with all that happened meanwhile, once", async () => {
    const leaving = await stack.openShop({ name: "Leaving" });
    const customerId = await leaving.customer();
    const early = await leaving.order({ customerId, lines: [{ price: "40.00" }] });
    await leaving.settle();
    await leaving.done("POST", "/uninstall");
    await leaving.settle();
    await leaving.order({ customerId, lines: [{ price: "7.00" }] });
    await leaving.refund(early, { amount: "10.00" });
    await leaving.settle();
    await leaving.done("POST", "/install");
    await leaving.settle({ reconcile: true });
    expect(await leaving.member(customerId)).toMatchObject({ balance: 37 });
    expect((await leaving.overview()).purchases).toBe(2);
    await leaving.expectSoundBooks();
  });

  it("redacted after its uninstall leaves no row, and its token opens nothing", async () => {
    const gone = await stack.openShop({ name: "Gone" });
    await gone.order({ customerId: await gone.customer(), lines: [{ price: "40.00" }] });
    await gone.settle();
    await gone.done("POST", "/uninstall");
    await gone.settle();
    await gone.done("POST", "/privacy", { topic: "shop/redact" });
    await gone.settle();
    expect((await gone.api("GET", "/members")).status).toBe(401);
    const tables = await stack.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'shop_id'",
    );
    expect(tables.length).toBeGreaterThan(8);
    for (const { name } of tables) {
      if (name === "privacy_requests") continue; // the proof that it was answered
      expect(await stack.query(`SELECT 1 FROM "${name}" WHERE shop_id = $1`, [gone.domain]), name).toEqual(
        [],
      );
    }
  });

  it("never sees another's members, and another's order with the same e-mail is another member", async () => {
    const neighbour = await stack.openShop({ name: "Neighbour" });
    await shop.order({ email: "both@example.com", lines: [{ price: "11.00" }] });
    await neighbour.order({ email: "both@example.com", lines: [{ price: "22.00" }] });
    await shop.settle();
    expect((await shop.findByEmail("both@example.com"))?.balance).toBe(11);
    expect((await neighbour.findByEmail("both@example.com"))?.balance).toBe(22);
    expect(await neighbour.members()).toHaveLength(1);
  });
});

describe("a shop that withholds", () => {
  it("names and e-mails (level 2) still has members with points, by customer", async () => {
    const nameless = await stack.openShop({ name: "Nameless", withhold: ["pcd-2"] });
    const customerId = await nameless.customer({ email: "hidden@example.com", firstName: "Hidden" });
    const order = await nameless.order({ customerId, lines: [{ price: "12.00" }] });
    await nameless.settle({ reconcile: true });
    expect(await nameless.member(customerId)).toMatchObject({ balance: 12, email: null, name: null });
    await nameless.refund(order, { amount: "2.00" });
    await nameless.settle({ reconcile: true });
    expect((await nameless.member(customerId)).balance).toBe(10);
    await nameless.expectSoundBooks();
  });

  it("customers and orders (level 1) settles without anything to show", async () => {
    const closed = await stack.openShop({ name: "Closed", withhold: ["pcd-1"] });
    await closed.order({ customerId: await closed.customer(), lines: [{ price: "12.00" }] });
    await closed.settle({ reconcile: true });
    expect(await closed.members()).toEqual([]);
    expect(await closed.overview()).toMatchObject({ customers: 0, purchases: 0 });
  });

  it("old orders has those of the last sixty days, and earns on them", async () => {
    const recent = await stack.openShop({ name: "Recent", withhold: ["read_all_orders"] });
    await recent.done("POST", "/uninstall");
    await recent.settle();
    const { now } = await recent.done<{ now: string }>("GET", "/state");
    const daysAgo = (days: number) => new Date(Date.parse(now) - days * 86_400_000).toISOString();
    const customerId = await recent.customer();
    await recent.order({ customerId, processedAt: daysAgo(90), lines: [{ price: "100.00" }] });
    await recent.order({ customerId, processedAt: daysAgo(30), lines: [{ price: "10.00" }] });
    await recent.done("POST", "/install");
    await recent.settle({ reconcile: true });
    expect(await recent.member(customerId)).toMatchObject({ balance: 10 });
    await recent.done("POST", "/scopes", { grant: ["read_all_orders"] });
    await recent.settle({ reconcile: true });
    await recent.expectSoundBooks();
  });

  it("orders from now on stops learning of them, and takes up again where it stood", async () => {
    const fickle = await stack.openShop({ name: "Fickle" });
    const customerId = await fickle.customer();
    await fickle.order({ customerId, lines: [{ price: "5.00" }] });
    await fickle.settle();
    await fickle.done("POST", "/scopes", { revoke: ["read_orders", "read_all_orders"] });
    await fickle.settle({ reconcile: true });
    await fickle.order({ customerId, lines: [{ price: "6.00" }] });
    await fickle.settle({ reconcile: true });
    expect((await fickle.member(customerId)).balance).toBe(5);
    await fickle.done("POST", "/scopes", { grant: ["read_orders", "read_all_orders"] });
    await fickle.settle({ reconcile: true });
    expect((await fickle.member(customerId)).balance).toBe(11);
    await fickle.expectSoundBooks();
  });
});
