import { emailKeyOf } from "#app/domain/membership/email-key.ts";

export interface MemberLookup {
  /** Members by lower-cased e-mail and by customer gid; `ambiguous`: several members with that e-mail. */
  findMembers(
    shopId: string,
    who: { readonly emailKeys: readonly string[]; readonly customerIds: readonly string[] },
  ): Promise<{ readonly who: string; readonly memberId: string; readonly ambiguous: boolean }[]>;
}

const CUSTOMER_GID = "gid://shopify/Customer/";

/** Of those whom a file names, in its order: the member, or why there is none. */
export async function findNamedMembers(
  lookup: MemberLookup,
  shopId: string,
  names: readonly string[],
): Promise<
  { readonly memberId: string | null; readonly problem: "unknown-member" | "ambiguous-member" | null }[]
> {
  const keys = names.map((who) => ({ customerId: customerIdOf(who), emailKey: emailKeyOf(who) }));
  const found = await lookup.findMembers(shopId, {
    emailKeys: [
      ...new Set(keys.flatMap(({ customerId, emailKey }) => (customerId === null ? (emailKey ?? []) : []))),
    ],
    customerIds: [...new Set(keys.flatMap(({ customerId }) => customerId ?? []))],
  });
  const byKey = new Map(found.map((one) => [one.who, one]));
  return keys.map(({ customerId, emailKey }) => {
    const member = byKey.get(customerId ?? emailKey ?? "");
    if (member === undefined) return { memberId: null, problem: "unknown-member" };
    return { memberId: member.memberId, problem: member.ambiguous ? "ambiguous-member" : null };
  });
}

/** A bare number is the tail of a customer's id; a spreadsheet may have put an apostrophe before it. */
function customerIdOf(who: string): string | null {
  const tail = who.startsWith(CUSTOMER_GID) ? who.slice(CUSTOMER_GID.length) : who.replace(/^'/, "");
  return /^\d+$/.test(tail) ? CUSTOMER_GID + tail : null;
}
