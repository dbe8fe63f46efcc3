import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { messageIdOf, readMessageId } from "#app/domain/messaging/message-id.ts";
import { isSignedMailEvent } from "#app/messaging/mail-events-signature.server.ts";
import { createMailLinks } from "#app/messaging/mail-links.server.ts";

const links = createMailLinks({ appUrl: "https://app.example", apiSecret: "secret", localStoreUrl: null });
const SHOP = "quiet.myshopify.com";

describe("the links of a mail", () => {
  it("say again what they were made for", () => {
    expect(links.readUnsubscribe(new URL(links.unsubscribeUrl(SHOP, "m1")))).toEqual({
      shopId: SHOP,
      memberId: "m1",
    });
    expect(links.readPixel(new URL(links.pixelUrl(SHOP, "a")))).toEqual({ shopId: SHOP, mailId: "a" });
    expect(links.readClick(new URL(links.clickUrl(SHOP, "a", links.shopUrl(SHOP))))).toEqual({
      shopId: SHOP,
      mailId: "a",
      url: `https://${SHOP}/`,
    });
  });

  it.each(["shop", "member", "sign"])("hold no longer when %s was changed", (name) => {
    const url = new URL(links.unsubscribeUrl(SHOP, "m1"));
    url.searchParams.set(name, "m2");
    expect(links.readUnsubscribe(url)).toBeNull();
    url.searchParams.delete(name);
    expect(links.readUnsubscribe(url)).toBeNull();
  });

  it("serve one purpose each: an opening unsubscribes nobody", () => {
    const pixel = new URL(links.pixelUrl(SHOP, "m1"));
    pixel.searchParams.set("member", "m1");
    expect(links.readUnsubscribe(pixel)).toBeNull();
  });

  it("lead to the shop alone: others stay as they are, and nobody turns us into a redirect", () => {
    for (const url of [
      "https://evil.example/",
      `https://${SHOP}.evil.example/`,
      `https://${SHOP}@evil.example/`,
      `http://${SHOP}/`,
      `https://user:x@${SHOP}/`,
      "javascript:alert(1)",
      "//evil.example",
    ])
      expect(links.clickUrl(SHOP, "a", url)).toBe(url);
    const click = new URL(links.clickUrl(SHOP, "a", `https://${SHOP}/products/x`));
    click.searchParams.set("to", "https://evil.example/");
    expect(links.readClick(click)).toBeNull();
  });
});

describe("what a provider tells", () => {
  const secret = "s".repeat(32);
  const body = '{"events":[]}';
  const sign = (timestamp: string, text = body) =>
    `v1=${createHmac("sha256", secret).update(`${timestamp}.${text}`).digest("hex")}`;
  const now = new Date("2026-04-01T12:00:00Z");
  const at = (seconds: number) => String(now.getTime() / 1000 + seconds);

  it("holds when it is signed over time and body, within five minutes", () => {
    expect(isSignedMailEvent(secret, { timestamp: at(-299), signature: sign(at(-299)), body }, now)).toBe(
      true,
    );
  });

  it.each([
    ["too old", at(-301), sign(at(-301)), body],
    ["from the future", at(301), sign(at(301)), body],
    ["another body", at(0), sign(at(0)), '{"events":[{}]}'],
    ["another time", at(1), sign(at(0)), body],
    ["no signature", at(0), null, body],
    ["no time", null, sign(at(0)), body],
    ["nonsense", "now", "v1=zz", body],
  ])("does not: %s", (_, timestamp, signature, text) => {
    expect(isSignedMailEvent(secret, { timestamp, signature, body: text }, now)).toBe(false);
  });

  it("names a mail by its Message-ID, with or without brackets", () => {
    const mailId = "019d48ea-2e00-7c16-a8a4-3323788e54c7";
    const messageId = messageIdOf(SHOP, mailId, "mail.example");
    expect(messageId).toBe(`<${mailId}.quiet@mail.example>`);
    expect(readMessageId(messageId)).toEqual({ shopId: SHOP, mailId });
    expect(readMessageId(messageId.slice(1, -1))).toEqual({ shopId: SHOP, mailId });
    expect(readMessageId("<1234@gmail.com>")).toBeNull();
  });
});
