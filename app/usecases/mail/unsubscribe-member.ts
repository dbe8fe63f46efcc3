import type { Mails } from "./mail-ports.ts";
import type { Clock } from "../ports.ts";

/** From every mail of the program, or back to them. False: there is no such member any more. Twice is as good as once. */
export function unsubscribeMember(
  ports: { readonly mails: Pick<Mails, "setUnsubscribed">; readonly clock: Clock },
  shopId: string,
  member: { readonly memberId: string; readonly unsubscribed: boolean },
): Promise<boolean> {
  return ports.mails.setUnsubscribed(shopId, member.memberId, member.unsubscribed ? ports.clock.now() : null);
}
