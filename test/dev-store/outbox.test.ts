/** The store's own mail server: the app hands its mails over as anywhere, and they end in the outbox of the shop they are from. */
import { createTransport } from "nodemailer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestStore, type TestStore } from "./support/test-store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore({
    csv: null,
    environment: { DEV_STORE_SMTP_PORT: "0", DEV_STORE_NOW: "2026-07-01T12:00:00Z" },
  });
});
afterAll(() => store.close());

async function send(to: string, headers: Record<string, string>): Promise<void> {
  const transport = createTransport({ host: "127.0.0.1", port: store.running.smtpPort ?? 0 });
  await transport.sendMail({
    from: '"Чайная «Лист»" <loyalty@mail.example>',
    ...{ to, subject: "Баллы ✓", text: "Привет", html: "<p>Привет</p>", headers },
  });
  transport.close();
}

type Page = { items: Record<string, unknown>[]; nextCursor: string | null };

describe("the outbox", () => {
  it("shows what was sent, with exactly its fields, dated by the store's clock", async () => {
    await send("ada@example.com", {
      "X-Perennial-Shop": "perennial-demo.myshopify.com",
      "X-Perennial-Template": "earned",
    });
    await send("ben@example.com", {});
    const { body } = await store.control("GET", "/outbox?to=ada@example.com");
    const { items } = body as Page;
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      ...{ to: "ada@example.com", subject: "Баллы ✓", template: "earned" },
      at: expect.stringMatching(/^2026-07-01T12:0\d:\d\dZ$/) as string,
    });
    expect(String(items[0]?.["text"]).trim()).toBe("Привет");
    expect(items[0]?.["html"]).toContain("<p>Привет</p>");
    expect(Object.keys(items[0] ?? {}).sort()).toEqual([
      "at",
      "html",
      "id",
      "subject",
      "template",
      "text",
      "to",
    ]);
    const all = (await store.control("GET", "/outbox")).body as Page;
    expect(all.items.map(({ to, template }) => [to, template])).toEqual([
      ["ada@example.com", "earned"],
      ["ben@example.com", null],
    ]);
  });

  it("refuses mail from a shop that is not there", async () => {
    await expect(send("ada@example.com", { "X-Perennial-Shop": "other.myshopify.com" })).rejects.toThrow(
      /550/,
    );
  });
});
