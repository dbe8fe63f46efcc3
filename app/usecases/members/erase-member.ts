import { emailKeyOf } from "#app/domain/membership/email-key.ts";
import type { Ledger, Member } from "../ledger-ports.ts";
import type { Clock } from "../ports.ts";

function scrubbed(member: Member): Member {
  return {
    ...member,
    ...{ customerId: null, email: null, emailKey: null, name: null, tags: [], hasAccount: false },
    participation: member.participation === "merged" ? "merged" : "erased",
  };
}

/**
 * Erases a person: every row of theirs loses what tells who it was, also those that were merged into it; the entries stay,
 * they hold no personal data (law 1). Doing it again changes nothing.
 * @returns how many members' rows were theirs.
 */
export async function eraseMember(
  ports: { readonly ledger: Ledger; readonly clock: Clock },
  shopId: string,
  person: { readonly customerId: string; readonly email: string | null },
): Promise<number> {
  return ports.ledger.transaction(async (stores) => {
    const key = emailKeyOf(person.email);
    const members = await stores.members.lock(shopId, {
      customerIds: [person.customerId],
      emailKeys: key === null ? [] : [key],
    });
    // Another customer may have the same e-mail by now: only the customer itself, and guests known by the e-mail alone.
    const own = members.filter(
      (member) =>
        member.customerId === person.customerId || (member.customerId === null && member.emailKey === key),
    );
    const merged = await stores.members.listMergedInto(
      shopId,
      own.map(({ memberId }) => memberId),
    );
    const all = [...own, ...merged.filter(({ memberId }) => !own.some((one) => one.memberId === memberId))];
    for (const { memberId } of all) {
      await stores.erasures.forgetBuyer(shopId, memberId);
      await stores.erasures.forgetMails(shopId, memberId);
    }
    const ids = all.map(({ memberId }) => memberId);
    await stores.redemptions.withdrawOfMembers(shopId, ids, "erased", ports.clock.now());
    await stores.members.update(shopId, all.map(scrubbed));
    return all.length;
  });
}
