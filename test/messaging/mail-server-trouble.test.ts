/** A mail server that is down, slow or refuses: tried again with growing pauses, then shown; never sent twice where it can be known. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSmtpMailer } from "#app/messaging/smtp-mailer.server.ts";
import { recordMailEvents } from "#app/usecases/mail/record-mail-events.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { ADA, BEN, order, program } from "#test/support/factories.ts";
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
  house.server.taken.length = 0;
  shopId = await installTestShop(house, { program: program({ months: 1 }) });
  await house.launch(shopId, "2026-03-01T00:00:00Z");
  await recordOrders(house, shopId, [order(1, { day: "2026-04-01" })]);
});
afterEach(() => house.server.behave(null));

const only = async () => (await house.rows(shopId))[0];
const minutesLater = (minutes: number) =>
  house.clock.set(new Date(house.clock.now().getTime() + minutes * 60_000).toISOString());

describe("a server that says not now", () => {
  it("is asked again after growing pauses, for about a day; then the mail stands among the failed ones", async () => {
    house.server.behave({ recipient: 450, text: "4.2.1 mailbox busy" });
    const pauses: number[] = [];
    await house.work(shopId);
    for (let row = await only(); row?.status === "queued"; row = await only()) {
      const minutes = ((row.due_at?.getTime() ?? 0) - house.clock.now().getTime()) / 60_000;
      pauses.push(minutes);
      minutesLater(minutes - 1);
      await house.work(shopId);
      expect((await only())?.attempts).toBe(pauses.length); // not before its time
      minutesLater(1);
      await house.work(shopId);
    }
    expect(pauses).toEqual([1, 5, 15, 60, 180, 480, 720]);
    expect(await only()).toMatchObject({ status: "failed", attempts: 8, due_at: null });
    expect((await only())?.reason).toContain("mailbox busy");
    expect((await only())?.reason).not.toContain("ada@");
  });

  it("gets the mail when it is back, once", async () => {
    house.server.behave({ data: 451, text: "try later" });
    await house.work(shopId);
    house.server.behave(null);
    minutesLater(1);
    await house.work(shopId);
    await house.work(shopId);
    expect(house.server.taken).toHaveLength(1);
    expect(await only()).toMatchObject({ status: "sent", attempts: 2, reason: null });
  });
});

describe("a server that is not there", () => {
  it("keeps the mails of everybody in the queue, and is asked once a round", async () => {
    await recordOrders(house, shopId, [
      order(2, { day: "2026-04-01", customer: BEN }),
      ...[3, 4, 5, 6, 7, 8, 9].map((number) =>
        order(number, {
          day: "2026-04-01",
          customer: {
            ...ADA,
            customerId: `gid://shopify/Customer/900${number}`,
            email: `somebody${number}@example.com`,
          },
        }),
      ),
    ]);
    const nowhere = createSmtpMailer({
      url: "smtp://127.0.0.1:1",
      fromDomain: "mail.perennial.example",
      dkimKey: null,
    });
    await house.work(shopId, { mailSending: { mailer: nowhere, fromDomain: "mail.perennial.example" } });
    nowhere.close();
    const rows = await house.rows(shopId);
    expect(rows.map(({ status }) => status)).toEqual(Array.from({ length: 9 }, () => "queued"));
    expect(rows.filter(({ attempts }) => attempts > 0).length).toBeLessThan(9);
    minutesLater(1);
    await house.work(shopId);
    expect(house.server.taken).toHaveLength(9);
  });

  it("is not asked at all where none is set up: mails wait", async () => {
    await house.work(shopId, { mailSending: null });
    expect(await only()).toMatchObject({ status: "queued", attempts: 0 });
  });
});

describe("a server that says nothing", () => {
  it("before it has heard the text: the mail is tried again", async () => {
    house.server.behave({ deaf: true });
    await house.work(shopId);
    expect(await only()).toMatchObject({ status: "queued", attempts: 1 });
    expect((await only())?.reason).toMatch(/^server: /);
  });

  it("after it has heard the text: a mail on the member's own points is sent again under the same name", async () => {
    house.server.behave({ silent: true });
    await house.work(shopId);
    expect(await only()).toMatchObject({ status: "queued", attempts: 1 });
    expect((await only())?.reason).toMatch(/^answer-lost: /);
    house.server.behave(null);
    minutesLater(1);
    await house.work(shopId);
    expect(house.server.taken).toHaveLength(2);
    expect(new Set(house.server.taken.map(({ messageId }) => messageId)).size).toBe(1);
    expect((await only())?.status).toBe("sent");
  });

  it("after it has heard the text: a marketing mail is not sent again, the merchant sees it", async () => {
    house.customers.set(ADA.customerId, { ...ADA, subscribed: true, locale: "en" });
    await house.work(shopId);
    house.clock.set("2026-04-25T12:00:00Z");
    house.server.behave({ silent: true });
    await house.work(shopId);
    const row = (await house.rows(shopId)).find(({ template }) => template === "expiring");
    expect(row).toMatchObject({ status: "failed" });
    expect(row?.reason).toMatch(/^answer-lost: /);
  });
});

describe("a worker that was killed while it sent", () => {
  const killWhileSending = () =>
    house.database.pool.query(
      "UPDATE mails SET status = 'sending', attempts = attempts + 1, due_at = $2 WHERE shop_id = $1 AND status = 'queued'",
      [shopId, new Date(house.clock.now().getTime() + 15 * 60_000)],
    );

  it("leaves its mails alone until its lease ends; then those on the member's own points go out", async () => {
    await house.work(shopId, { mailSending: null });
    await killWhileSending();
    minutesLater(14);
    await house.work(shopId);
    expect(house.server.taken).toEqual([]);
    minutesLater(1);
    await house.work(shopId);
    expect(house.server.taken).toHaveLength(1);
  });

  it("leaves marketing mails for the merchant to decide", async () => {
    house.customers.set(ADA.customerId, { ...ADA, subscribed: true, locale: "en" });
    await house.work(shopId);
    house.clock.set("2026-04-25T12:00:00Z");
    await house.work(shopId, { mailSending: null });
    await killWhileSending();
    minutesLater(15);
    await house.work(shopId);
    const row = (await house.rows(shopId)).find(({ template }) => template === "expiring");
    expect(row).toMatchObject({ status: "failed", reason: "answer-lost: the worker was stopped" });
    expect(await house.mails.retry(shopId, row?.mail_id ?? "", house.clock.now())).toBe(true);
    await house.work(shopId);
    expect(house.server.taken).toHaveLength(2);
  });

  it("two workers at once send each mail once", async () => {
    await house.work(shopId, { mailSending: null });
    await Promise.all([house.work(shopId), house.work(shopId), house.work(shopId)]);
    expect(house.server.taken).toHaveLength(1);
    expect(await house.rows(shopId)).toHaveLength(1);
  });
});

describe("an address that is none", () => {
  it("fails at once, is written to no more, and is again when it has changed", async () => {
    house.server.behave({ recipient: 550, text: "5.1.1 <ada@example.com> user unknown" });
    await house.work(shopId);
    expect(await only()).toMatchObject({ status: "failed", attempts: 1 });
    expect((await only())?.reason).toMatch(/^refused: .*user unknown/);
    expect((await only())?.reason).not.toContain("ada@");
    house.server.behave(null);
    await recordOrders(house, shopId, [order(2, { day: "2026-04-01" })]);
    await house.work(shopId);
    expect((await house.rows(shopId)).map(({ status, reason }) => [status, reason]).at(-1)).toEqual([
      ...["held", "bounced"],
    ]);
    await house.setMember(
      shopId,
      "ada@example.com",
      "email = 'new@example.com', email_key = 'new@example.com'",
    );
    await recordOrders(house, shopId, [
      order(3, { day: "2026-04-01", customer: { ...ADA, email: "new@example.com" } }),
    ]);
    await house.work(shopId);
    expect(house.server.taken).toHaveLength(1);
  });

  it("a refusal of the text alone is no word on the address", async () => {
    house.server.behave({ data: 554, text: "5.7.1 looks like spam" });
    await house.work(shopId);
    expect((await only())?.status).toBe("failed");
    house.server.behave(null);
    await recordOrders(house, shopId, [order(2, { day: "2026-04-01" })]);
    await house.work(shopId);
    expect(house.server.taken).toHaveLength(1);
  });

  it("may be learnt later, from the provider; the same word again changes nothing", async () => {
    await house.work(shopId);
    const mailId = (await only())?.mail_id ?? "";
    expect(await recordMailEvents(house, [{ shopId, mailId, kind: "bounce" }])).toBe(1);
    expect(await recordMailEvents(house, [{ shopId, mailId, kind: "bounce" }])).toBe(1);
    expect(await recordMailEvents(house, [{ shopId: "other.myshopify.com", mailId, kind: "bounce" }])).toBe(
      0,
    );
    await recordOrders(house, shopId, [order(2, { day: "2026-04-01" })]);
    await house.work(shopId);
    expect((await house.rows(shopId)).at(-1)).toMatchObject({ status: "held", reason: "bounced" });
  });

  it("who complains gets no more mail at all", async () => {
    await house.work(shopId);
    await recordMailEvents(house, [{ shopId, mailId: (await only())?.mail_id ?? "", kind: "complaint" }]);
    await recordOrders(house, shopId, [order(2, { day: "2026-04-01" })]);
    await house.work(shopId);
    expect((await house.rows(shopId)).at(-1)).toMatchObject({ status: "held", reason: "unsubscribed" });
  });
});
