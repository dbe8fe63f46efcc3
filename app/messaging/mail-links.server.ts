import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { MailLinks } from "#app/usecases/mail/mail-ports.ts";

/**
 * Addresses that stand in mails. Each carries a signature over all that it says, so that nobody unsubscribes another, makes up an
 * opening or turns us into a redirect. They live as long as the app's secret.
 */
export function createMailLinks(parts: {
  readonly appUrl: string;
  readonly apiSecret: string;
  /** Where a local store's storefront answers; null: at Shopify. */
  readonly localStoreUrl: string | null;
}): MailLinks {
  const key = Buffer.from(hkdfSync("sha256", parts.apiSecret, "", "perennial mail links", 32));
  const sign = (...what: string[]): string =>
    createHmac("sha256", key)
      .update(what.map((one) => `${one.length}:${one}`).join(""))
      .digest("base64url");
  const holds = (signature: string | null, ...what: string[]): boolean => {
    const [given, right] = [
      Buffer.from(signature ?? "", "base64url"),
      Buffer.from(sign(...what), "base64url"),
    ];
    return given.length === right.length && timingSafeEqual(given, right);
  };
  const address = (path: string, query: Record<string, string>): string =>
    `${parts.appUrl}${path}?${new URLSearchParams(query).toString()}`;
  const storefront = (shopId: string, path: string): string =>
    parts.localStoreUrl === null
      ? `https://${shopId}${path}`
      : `${parts.localStoreUrl}${path}?${new URLSearchParams({ shop: shopId }).toString()}`;
  const leadsToShop = (shopId: string, url: string): boolean => {
    if (!URL.canParse(url)) return false;
    const { protocol, host, username, password } = new URL(url);
    if (username !== "" || password !== "") return false;
    if (parts.localStoreUrl !== null && host === new URL(parts.localStoreUrl).host)
      return protocol === "http:";
    return protocol === "https:" && host === shopId;
  };

  return {
    shopUrl: (shopId) => storefront(shopId, "/"),
    accountUrl: (shopId) => storefront(shopId, "/account"),

    unsubscribeUrl: (shopId, memberId) =>
      address("/mail/unsubscribe", {
        shop: shopId,
        member: memberId,
        sign: sign("unsubscribe", shopId, memberId),
      }),

    pixelUrl: (shopId, mailId) =>
      address("/mail/opened", { shop: shopId, mail: mailId, sign: sign("opened", shopId, mailId) }),

    clickUrl: (shopId, mailId, url) =>
      leadsToShop(shopId, url)
        ? address("/mail/clicked", {
            shop: shopId,
            mail: mailId,
            to: url,
            sign: sign("clicked", shopId, mailId, url),
          })
        : url,

    readUnsubscribe({ searchParams: query }) {
      const [shopId, memberId] = [query.get("shop") ?? "", query.get("member") ?? ""];
      return holds(query.get("sign"), "unsubscribe", shopId, memberId) ? { shopId, memberId } : null;
    },

    readPixel({ searchParams: query }) {
      const [shopId, mailId] = [query.get("shop") ?? "", query.get("mail") ?? ""];
      return holds(query.get("sign"), "opened", shopId, mailId) ? { shopId, mailId } : null;
    },

    readClick({ searchParams: query }) {
      const [shopId, mailId, url] = [query.get("shop") ?? "", query.get("mail") ?? "", query.get("to") ?? ""];
      return holds(query.get("sign"), "clicked", shopId, mailId, url) && leadsToShop(shopId, url)
        ? { shopId, mailId, url }
        : null;
    },
  };
}
