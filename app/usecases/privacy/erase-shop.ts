import type { Ledger } from "../ledger-ports.ts";

/** Deletes everything of a shop, 48 hours after it uninstalled the app: the one procedure that may delete entries (law 1). */
export async function eraseShop(ports: { readonly ledger: Ledger }, shopId: string): Promise<void> {
  await ports.ledger.transaction((stores) => stores.erasures.eraseShop(shopId));
}
