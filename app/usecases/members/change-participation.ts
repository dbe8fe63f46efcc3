import { businessDate } from "#app/domain/shared/calendar.ts";
import { hasTag } from "#app/domain/shared/fold-case.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import { closeAccounts, openAccounts, requireAccount } from "../points/accounts.ts";
import type { Ledger, Member } from "../ledger-ports.ts";
import type { Clock, Wake } from "../ports.ts";
import { welcomeMembers } from "../occasions/welcome-members.ts";

export type ParticipationPorts = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly wake: Pick<Wake, "metafields">;
};

export type ParticipationRefusal = Refusal<"not-found" | "excluded">;

/**
 * A shopper joins, leaves or comes back by their own wish. Leaving keeps the books as they are; orders from the time away
 * never earn, and who joins earns with later orders only.
 */
export async function changeParticipation(
  ports: ParticipationPorts,
  shopId: string,
  /** `by`: a staff member's name; null = the shopper's own wish. */
  wish: { readonly memberId: string; readonly takesPart: boolean; readonly by: string | null },
): Promise<Outcome<Member, ParticipationRefusal>> {
  const outcome = await ports.ledger.transaction(
    async (stores): Promise<Outcome<Member, ParticipationRefusal>> => {
      const shop = await stores.shops.get(shopId);
      invariant(shop !== null, `${shopId} is installed`);
      const members = await stores.members.lock(shopId, { memberIds: [wish.memberId] });
      const member = members.find(({ memberId }) => memberId === wish.memberId);
      if (member === undefined || member.participation === "merged" || member.participation === "erased") {
        return refuse({ code: "not-found", detail: "There is no such member in this shop, or no longer." });
      }
      if (wish.takesPart && shop.excludedTag !== null && hasTag(member.tags, shop.excludedTag)) {
        return refuse({
          code: "excluded",
          detail: `Customers tagged "${shop.excludedTag}" don't take part in the program.`,
        });
      }
      if ((member.participation === "member") === wish.takesPart) return accept(member);
      const now = ports.clock.now();
      const accounts = openAccounts(members, await stores.points.listLots(shopId, [member.memberId]));
      const account = requireAccount(accounts, member.memberId);
      account.member = wish.takesPart
        ? { ...member, participation: "member", joinedOn: businessDate(now, shop.timeZone) }
        : { ...member, participation: "left" };
      const versions = await stores.programs.list(shopId);
      await welcomeMembers(stores, shop, versions, accounts, { now, joinedAt: () => now });
      await closeAccounts(stores, shopId, accounts);
      await stores.audit.append(shopId, {
        ...{ at: now, actor: wish.by ?? "shopper", subject: `member:${member.memberId}` },
        action: wish.takesPart ? "member-joined" : "member-left",
        detail: {},
      });
      return accept(account.member);
    },
  );
  if (outcome.ok) ports.wake.metafields(shopId);
  return outcome;
}
