import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { verifyAppProxy } from "#app/shopify/verify-app-proxy.ts";

const SECRET = "a secret that the app and Shopify share";
const NOW = new Date("2026-11-22T10:00:00Z");
const PARAMETERS = {
  shop: "quiet.myshopify.com",
  logged_in_customer_id: "9007199254740993123",
  path_prefix: "/apps/perennial",
};

function proxied(parameters: Record<string, string>, { at = NOW, secret = SECRET } = {}): URL {
  const url = new URL("https://app.example/proxy/membership");
  const all: Record<string, string> = { ...parameters, timestamp: String(at.getTime() / 1000) };
  for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
  const text = Object.keys(all)
    .sort()
    .map((name) => `${name}=${all[name]}`)
    .join("");
  url.searchParams.set("signature", createHmac("sha256", secret).update(text).digest("hex"));
  return url;
}

describe("a request through the app proxy", () => {
  it("names the shop and the logged-in customer, whose 19-digit id survives", () => {
    expect(verifyAppProxy(SECRET, proxied(PARAMETERS), NOW)).toEqual({
      shopId: "quiet.myshopify.com",
      customerId: "gid://shopify/Customer/9007199254740993123",
      path: "/apps/perennial",
    });
  });

  it("has no customer while nobody is logged in", () => {
    expect(
      verifyAppProxy(SECRET, proxied({ ...PARAMETERS, logged_in_customer_id: "" }), NOW)?.customerId,
    ).toBeNull();
  });

  it("is refused when a parameter was changed, added, or signed with another secret", () => {
    const changed = proxied(PARAMETERS);
    changed.searchParams.set("logged_in_customer_id", "1");
    const added = proxied(PARAMETERS);
    added.searchParams.append("logged_in_customer_id", "1");
    const unsigned = proxied(PARAMETERS);
    unsigned.searchParams.delete("signature");
    for (const url of [changed, added, unsigned, proxied(PARAMETERS, { secret: "another" })]) {
      expect(verifyAppProxy(SECRET, url, NOW)).toBeNull();
    }
  });

  it("is refused once it is older than 90 seconds", () => {
    const late = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
    expect(verifyAppProxy(SECRET, proxied(PARAMETERS), late(90))).not.toBeNull();
    expect(verifyAppProxy(SECRET, proxied(PARAMETERS), late(91))).toBeNull();
  });
});
