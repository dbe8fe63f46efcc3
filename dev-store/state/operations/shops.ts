import type { Outcome, ProtectedDataLevel, Shop } from "../model.ts";
import { isCurrency } from "../money.ts";
import { done, refused } from "../outcome.ts";
import type { ShopState } from "../shop-state.ts";
import type { Store } from "../store.ts";

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false; // RangeError: Intl doesn't know that zone
  }
}

function freeDomain(store: Store, name: string): string {
  const slug =
    name
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "") || "shop";
  for (let number = 1; ; number += 1) {
    const domain = `${slug}${number === 1 ? "" : `-${number}`}.myshopify.com`;
    if (!store.shop(domain)) return domain;
  }
}

function levelWithout(withhold: readonly string[]): ProtectedDataLevel {
  if (withhold.includes("pcd-1")) return "none";
  return withhold.includes("pcd-2") ? "level-1" : "level-2";
}

/**
 * A new, empty shop. `withhold` names scopes that it never grants, and `pcd-1` or `pcd-2` for the levels of protected customer
 * data that the app was not approved for. Codes: `unknown-time-zone`, `unknown-currency`, `unknown-withhold`.
 */
export function createShop(
  store: Store,
  input: { name: string; timeZone: string; currency: string; withhold: string[]; domain?: string },
): Outcome<ShopState> {
  if (!isTimeZone(input.timeZone))
    return refused(
      "unknown-time-zone",
      `"${input.timeZone}" is no IANA time zone such as America/New_York.`,
      ["timeZone"],
    );
  if (!isCurrency(input.currency))
    return refused("unknown-currency", `"${input.currency}" is no ISO 4217 code such as USD.`, ["currency"]);
  const odd = input.withhold.find((one) => !/^(pcd-[12]|(read|write)_[a-z_]+)$/.test(one));
  if (odd !== undefined)
    return refused("unknown-withhold", `"${odd}" is no scope, pcd-1 or pcd-2.`, ["withhold"]);
  const domain = input.domain ?? freeDomain(store, input.name);
  const shop: Shop = {
    domain,
    id: store.newId(),
    name: input.name,
    email: `owner@${domain.replace(".myshopify.com", ".example")}`,
    timeZone: input.timeZone,
    currency: input.currency,
    createdAt: store.nowInstant(),
    withheldScopes: input.withhold.filter((one) => !one.startsWith("pcd-")),
    protectedData: levelWithout(input.withhold),
    nextOrderNumber: 1001,
  };
  return done(store.addShop(shop));
}
