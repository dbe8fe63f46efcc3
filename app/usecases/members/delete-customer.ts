import type { Ledger } from "../ledger-ports.ts";

/**
 * Shopify knows the customer no more. Who never bought leaves nothing behind; everybody else stops taking part and keeps
 * their history until Shopify asks to erase it (`eraseMember`).
 */
export async function deleteCustomer(
  ports: { readonly ledger: Ledger },
  shopId: string,
  customerId: string,
): Promise<void> {
  await ports.ledger.transaction(async (stores) => {
    const members = await stores.members.lock(shopId, { customerIds: [customerId] });
    const member = members.find((one) => one.customerId === customerId);
    if (member === undefined || member.participation === "merged" || member.participation === "erased")
      return;
    if (await stores.erasures.removeUnused(shopId, member.memberId)) return;
    await stores.members.update(shopId, [{ ...member, participation: "left" }]);
  });
}
