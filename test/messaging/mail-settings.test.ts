/** What a merchant can set of mails: words, switches, sender; what can't work is refused and changes nothing. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { accept, refuse } from "#app/domain/shared/outcome.ts";
import { createAuditStore } from "#app/persistence/audit-store.ts";
import {
  changeMailSettings,
  checkSenderDomain,
  switchMail,
} from "#app/usecases/mail/change-mail-settings.ts";
import { describeMails } from "#app/usecases/mail/describe-mails.ts";
import { dropMailWords, readMailWords, saveMailWords } from "#app/usecases/mail/edit-mail-words.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { sendTestMail } from "#app/usecases/mail/send-test-mail.ts";
import { unsubscribeMember } from "#app/usecases/mail/unsubscribe-member.ts";
import { order, program } from "#test/support/factories.ts";
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
  shopId = await installTestShop(house, { program: program() });
  await house.launch(shopId, "2026-03-01T00:00:00Z");
});

const ports = () => ({ ...house, audit: createAuditStore(house.database.prisma) });
const EARNED = { template: "earned", locale: "en", by: "Mo" } as const;
const audit = async () => {
  const page = { subject: null, before: null, limit: 10 };
  return (await ports().audit.list(shopId, page)).map(({ actor, action }) => `${actor}: ${action}`);
};
const form = { replyTo: "", senderDomain: "", reminderDays: "30, 7, 1", marketingPerWeek: "2" };

describe("the merchant's own words", () => {
  it("are sent in place of the shipped ones, in their language alone, until the shipped ones are used again", async () => {
    const words = { subject: "Yay {{ points }}", body: "Hello\r\n\r\n{{ member.first_name }}" };
    expect(await saveMailWords(ports(), shopId, { ...EARNED, words })).toEqual(accept(null));
    expect(await readMailWords(ports(), shopId, { template: "earned", locale: "ru" })).toMatchObject({
      isOwn: false,
    });
    await recordOrders(house, shopId, [order(1, { day: "2026-04-01" })]);
    await house.work(shopId);
    expect(house.server.taken[0]?.subject).toBe("Yay 19");
    expect(house.server.taken[0]?.text).toMatch(/^Hello\n\nAda\n/);

    house.clock.set("2026-04-01T12:00:01Z");
    await dropMailWords(ports(), shopId, EARNED);
    await recordOrders(house, shopId, [order(2, { day: "2026-04-01" })]);
    await house.work(shopId);
    expect(house.server.taken[1]?.subject).toBe("You have earned 19 points");
    expect(await audit()).toEqual(["Mo: mail-words-dropped", "Mo: mail-words-saved"]);
  });

  it("are refused with the line when they are broken; what was sent before is sent still", async () => {
    const words = { subject: "Hi", body: "one\n{% if %}" };
    const refused = await saveMailWords(ports(), shopId, { ...EARNED, words });
    expect(refused).toMatchObject({
      ok: false,
      refusals: [{ code: "words-broken", pointer: "/body", line: 2 }],
    });
    expect((await readMailWords(ports(), shopId, EARNED)).isOwn).toBe(false);
    expect(await audit()).toEqual([]);
  });

  it("that break all the same are never sent: the mail stands among the failed ones", async () => {
    await house.database.pool.query(
      `INSERT INTO mail_templates (shop_id, template, locale, subject, body, updated_at, updated_by)
       VALUES ($1, 'earned', 'en', 'Hi', '{% for %}', now(), 'x')`,
      [shopId],
    );
    await recordOrders(house, shopId, [order(1, { day: "2026-04-01" })]);
    await house.work(shopId);
    expect(house.server.taken).toEqual([]);
    expect(await house.rows(shopId)).toMatchObject([{ status: "failed", reason: "template-broken" }]);
  });

  it("go to the shop's own address as a test, from which nobody can unsubscribe", async () => {
    const shop = await house.shops.get(shopId);
    if (shop === null) throw new Error("the shop is there");
    const words = { subject: "Test {{ points }}", body: "Hello" };
    expect(await sendTestMail(ports(), shop, { ...EARNED, words })).toEqual(
      accept({ to: "owner@quiet.example" }),
    );
    expect(house.server.taken[0]?.subject).toBe("Test 170");
    expect(house.server.taken[0]?.headers.has("list")).toBe(false);
    const without = await sendTestMail({ ...ports(), mailSending: null }, shop, { ...EARNED, words });
    expect(without).toMatchObject({ ok: false, refusals: [{ code: "no-mail-server" }] });
  });
});

describe("mail settings", () => {
  it("are kept as they were read", async () => {
    const typed = {
      replyTo: " help@shop.example ",
      senderDomain: "https://Shop.Example/",
      reminderDays: "1, 14 14;3",
      marketingPerWeek: "0",
    };
    expect(await changeMailSettings(ports(), shopId, typed, "Mo")).toEqual(accept(null));
    expect(await house.mailSettings.get(shopId)).toMatchObject({
      ...{ replyTo: "help@shop.example", senderDomain: "shop.example" },
      ...{ reminderDays: [14, 3, 1], marketingPerWeek: 0 },
    });
  });

  it.each([
    ["replyTo", "a@b, c@d.example", "reply-to-invalid"],
    ["replyTo", "a@b.example\nBcc: x@y.example", "reply-to-invalid"],
    ["senderDomain", "not a domain", "domain-invalid"],
    ["senderDomain", "localhost", "domain-invalid"],
    ["reminderDays", "0", "reminder-days-invalid"],
    ["reminderDays", "1,2,3,4,5,6", "reminder-days-invalid"],
    ["reminderDays", "soon", "reminder-days-invalid"],
    ["marketingPerWeek", "-1", "cap-invalid"],
    ["marketingPerWeek", "1.5", "cap-invalid"],
  ])("are refused at the field: %s = %j", async (field, value, code) => {
    const refused = await changeMailSettings(ports(), shopId, { ...form, [field]: value }, "Mo");
    expect(refused).toMatchObject({ ok: false, refusals: [{ code, pointer: `/${field}` }] });
    expect((await house.mailSettings.get(shopId)).reminderDays).toEqual([30, 7, 1]);
  });

  it("switch one kind off and on again", async () => {
    await switchMail(ports(), shopId, { template: "earned", on: false, by: "Mo" });
    expect((await describeMails(house, shopId)).kinds.filter(({ on }) => !on)).toMatchObject([
      { template: "earned" },
    ]);
    await switchMail(ports(), shopId, { template: "earned", on: true, by: "Mo" });
    expect((await describeMails(house, shopId)).kinds.filter(({ on }) => !on)).toEqual([]);
  });
});

describe("the shop's own domain", () => {
  const right = {
    texts: [
      "v=spf1 include:_spf.google.com include:mail.perennial.example ~all",
      "google-site-verification=x",
    ],
    cnames: ["perennial._domainkey.mail.perennial.example"],
    keyTexts: [],
    ourKeyTexts: [],
  };
  const dns = (found: Partial<typeof right>) => ({ look: async () => accept({ ...right, ...found }) });
  const from = async () => {
    await recordOrders(house, shopId, [order(1, { day: "2026-04-01" })]);
    await house.work(shopId);
    return house.server.taken[0]?.from?.value[0]?.address;
  };
  beforeEach(() => changeMailSettings(ports(), shopId, { ...form, senderDomain: "shop.example" }, "Mo"));

  it("is used once its DNS is right", async () => {
    expect(await checkSenderDomain({ ...ports(), senderDns: dns({}) }, shopId, "Mo")).toEqual(
      accept({ problem: null }),
    );
    expect(await from()).toBe("loyalty@shop.example");
  });

  it("is not used before it was checked", async () => {
    expect(await from()).toBe("loyalty@mail.perennial.example");
  });

  it.each([
    ["spf-missing", { texts: [] }],
    ["spf-many", { texts: ["v=spf1 -all", "v=spf1 include:mail.perennial.example"] }],
    ["spf-without-us", { texts: ["v=spf1 include:evil.mail.perennial.example.org -all"] }],
    ["dkim-missing", { cnames: [] }],
    ["dkim-elsewhere", { cnames: ["elsewhere.example"] }],
  ])("is not used while there is %s", async (problem, found) => {
    const checked = await checkSenderDomain({ ...ports(), senderDns: dns(found) }, shopId, "Mo");
    expect(checked).toEqual(accept({ problem }));
    expect(await from()).toBe("loyalty@mail.perennial.example");
  });

  it("is checked anew when it is changed", async () => {
    await checkSenderDomain({ ...ports(), senderDns: dns({}) }, shopId, "Mo");
    await changeMailSettings(ports(), shopId, { ...form, senderDomain: "other.example" }, "Mo");
    expect(await from()).toBe("loyalty@mail.perennial.example");
  });

  it("keeps what was known when the DNS does not answer", async () => {
    await checkSenderDomain({ ...ports(), senderDns: dns({}) }, shopId, "Mo");
    const silent = { look: async () => refuse({ code: "dns-unreachable", detail: "x" }) };
    expect((await checkSenderDomain({ ...ports(), senderDns: silent }, shopId, "Mo")).ok).toBe(false);
    expect(await from()).toBe("loyalty@shop.example");
  });
});

describe("figures", () => {
  it("count what was sent, opened and clicked, and list what was not sent with its reason", async () => {
    await recordOrders(house, shopId, [order(1, { day: "2026-04-01" })]);
    await house.work(shopId);
    const [row] = await house.rows(shopId);
    await house.mails.markClicked(shopId, row?.mail_id ?? "", house.clock.now());
    await unsubscribeMember(house, shopId, { memberId: row?.member_id ?? "", unsubscribed: true });
    await recordOrders(house, shopId, [order(2, { day: "2026-04-01" })]);
    await house.work(shopId);
    const { kinds, problems } = await describeMails(house, shopId);
    expect(kinds.find(({ template }) => template === "earned")).toMatchObject({
      ...{ sent: 1, opened: 1, clicked: 1, held: 1, failed: 0, waiting: 0 },
    });
    expect(problems).toMatchObject([{ memberName: "Ada Lovelace", status: "held", reason: "unsubscribed" }]);
    await unsubscribeMember(house, shopId, { memberId: row?.member_id ?? "", unsubscribed: false });
    await recordOrders(house, shopId, [order(3, { day: "2026-04-01" })]);
    await house.work(shopId);
    expect(house.server.taken).toHaveLength(2);
  });

  it("are this shop's alone", async () => {
    await recordOrders(house, shopId, [order(1, { day: "2026-04-01" })]);
    await house.work(shopId);
    const [row] = await house.rows(shopId);
    const other = await installTestShop(house);
    await house.mails.markOpened(other, row?.mail_id ?? "", house.clock.now());
    expect(await house.mails.retry(other, row?.mail_id ?? "", house.clock.now())).toBe(false);
    expect((await describeMails(house, other)).kinds.every(({ sent }) => sent === 0)).toBe(true);
    expect((await describeMails(house, shopId)).kinds.some(({ opened }) => opened > 0)).toBe(false);
  });
});
