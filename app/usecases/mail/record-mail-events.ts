import type { Mails } from "./mail-ports.ts";
import type { Clock, Logger } from "../ports.ts";

/** What a mail provider learnt later: the address takes no mail (hard bounce), or its owner calls it spam. */
export type MailEvent = {
  readonly shopId: string;
  readonly mailId: string;
  readonly kind: "bounce" | "complaint";
};

/**
 * A bounced address gets no more mail until it changes, who complains gets none at all. The same event again changes nothing.
 * @returns how many of them were about mails of ours
 */
export async function recordMailEvents(
  ports: {
    readonly mails: Pick<Mails, "markBounced" | "markComplained">;
    readonly clock: Clock;
    readonly log: Logger;
  },
  events: readonly MailEvent[],
): Promise<number> {
  let known = 0;
  for (const { shopId, mailId, kind } of events) {
    const mark = kind === "bounce" ? ports.mails.markBounced : ports.mails.markComplained;
    const isOurs = await mark(shopId, mailId, ports.clock.now());
    if (isOurs) known += 1;
    ports.log.info({ shopId, mailId, kind, isOurs }, "a mail provider told of a mail");
  }
  return known;
}
