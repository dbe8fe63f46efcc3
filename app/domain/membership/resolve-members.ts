import type { OrderFacts } from "../earning/order-facts.ts";
import { emailKeyOf } from "./email-key.ts";
import type { Participation } from "./participation.ts";

/** What of a member's row says whose orders are theirs. */
export type Identity = {
  readonly memberId: string;
  readonly customerId: string | null;
  readonly emailKey: string | null;
  readonly participation: Participation;
  readonly mergedInto: string | null;
};

type Buyer = Pick<OrderFacts, "customer" | "email">;

function isActive(member: Identity): boolean {
  return member.participation !== "merged" && member.participation !== "erased";
}

/** The member that a merged one went to. */
export function followMerge<Known extends Identity>(member: Known, members: readonly Known[]): Known {
  const target = members.find(({ memberId }) => memberId === member.mergedInto);
  return target === undefined ? member : target;
}

/** The e-mail that finds a buyer: the customer's own, else the order's. */
export function emailKeyOfBuyer({ customer, email }: Buyer): string | null {
  return emailKeyOf(customer?.email ?? email);
}

/**
 * Whose order it is: the member of the Shopify customer; a member known by e-mail alone, who becomes that customer; for
 * an order without customer the one with the same e-mail. null: nobody's yet, or nobody's at all.
 */
export function findBuyer<Known extends Identity>(buyer: Buyer, members: readonly Known[]): Known | null {
  const { customer } = buyer;
  if (customer !== null) {
    const known = members.find(({ customerId }) => customerId === customer.customerId);
    if (known !== undefined) return followMerge(known, members);
    return findGuest(emailKeyOfBuyer(buyer), members);
  }
  const key = emailKeyOfBuyer(buyer);
  const byEmail = members.filter((member) => key !== null && member.emailKey === key && isActive(member));
  return byEmail.find(({ customerId }) => customerId !== null) ?? byEmail[0] ?? null;
}

/** The member known by this e-mail alone. */
export function findGuest<Known extends Identity>(
  key: string | null,
  members: readonly Known[],
): Known | null {
  return (
    members.find(
      (member) => key !== null && member.customerId === null && member.emailKey === key && isActive(member),
    ) ?? null
  );
}
