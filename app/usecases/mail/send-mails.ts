import { holdReason } from "#app/domain/messaging/mail-gate.ts";
import { afterDelivery } from "#app/domain/messaging/mail-retry.ts";
import { isMarketing } from "#app/domain/messaging/mail-template.ts";
import { composeMail, type ComposePorts } from "./compose-mail.ts";
import type { ShopifyCustomers } from "../inbox/inbox-ports.ts";
import type {
  ClaimedMail,
  Consents,
  Mails,
  MailSending,
  MailSettings,
  MailSettingsStore,
  Recipient,
  ShopContact,
} from "./mail-ports.ts";
import type { Clock, Logger, ShopRecord } from "../ports.ts";

export type SendMailsPorts = Omit<ComposePorts, "mails" | "mailSettings"> & {
  readonly shops: { get(shopId: string): Promise<ShopRecord | null> };
  readonly mails: Mails;
  readonly mailSettings: MailSettingsStore;
  /** null: no mail server is set up; mails stay queued, and the admin says so. */
  readonly mailSending: MailSending | null;
  readonly consents: Consents;
  readonly shopifyCustomers: ShopifyCustomers;
  readonly shopContact: ShopContact;
  readonly clock: Clock;
  readonly log: Logger;
};

const MAILS_A_ROUND = 50;
const AT_ONCE = 5;
const MINUTE_MS = 60_000;
/** Longer than a round can take: whoever holds mails for so long is dead. */
const LEASE_MS = 15 * MINUTE_MS;
const NOT_YET_MS = MINUTE_MS;
const CONTACT_LASTS_MS = 24 * 60 * MINUTE_MS;

/**
 * Sends what is due. A mail is marked as being sent before the server hears of it; whoever is killed in between leaves it so until
 * its lease ends, and `afterDelivery` says what follows (docs/mail.md).
 */
export async function sendMails(ports: SendMailsPorts, shopId: string, signal?: AbortSignal): Promise<void> {
  const shop = await ports.shops.get(shopId);
  if (shop === null || shop.launchedAt === null || shop.uninstalledAt !== null) return;
  const sending = ports.mailSending;
  if (sending === null) return;
  let settings: MailSettings | null = null;
  while (signal?.aborted !== true) {
    const now = ports.clock.now();
    const claimed = await ports.mails.claimDue(
      shopId,
      now,
      new Date(now.getTime() + LEASE_MS),
      MAILS_A_ROUND,
    );
    if (claimed.length === 0) break;
    settings ??= await settingsWithContact(ports, shopId, now);
    const goesOn = await sendRound(ports, { shop, settings, sending, now }, claimed, signal);
    if (!goesOn) break;
  }
}

type Round = {
  readonly shop: ShopRecord;
  readonly settings: MailSettings;
  readonly sending: MailSending;
  readonly now: Date;
};

/** Several members at once, the mails of one after another. @returns false when the server is down. */
async function sendRound(
  ports: SendMailsPorts,
  round: Round,
  claimed: readonly ClaimedMail[],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const recipients = await knownRecipients(ports, round, claimed);
  const waiting = byMember(claimed);
  let isDown = false;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [memberId, mails] = next;
      let marketingSent = recipients.get(memberId)?.marketingSent ?? 0;
      for (const mail of mails) {
        if (isDown || signal?.aborted === true) {
          await putBackUntried(ports, round, mail);
          continue;
        }
        const known = recipients.get(memberId);
        const result = await sendOne(
          ports,
          round,
          mail,
          known === undefined ? null : { ...known, marketingSent },
        );
        if (result === "down") isDown = true;
        if (result === "sent" && isMarketing(mail.template)) marketingSent += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return !isDown;
}

function byMember(mails: readonly ClaimedMail[]): [string, ClaimedMail[]][] {
  const groups = new Map<string, ClaimedMail[]>();
  for (const mail of mails) groups.set(mail.memberId, [...(groups.get(mail.memberId) ?? []), mail]);
  return [...groups];
}

function putBackUntried(ports: SendMailsPorts, { shop, now }: Round, { mailId }: ClaimedMail): Promise<void> {
  const dueAt = new Date(now.getTime() + MINUTE_MS);
  return ports.mails.putBack(shop.shopId, mailId, { dueAt, reason: null, uncounted: true });
}

async function sendOne(
  ports: SendMailsPorts,
  round: Round,
  mail: ClaimedMail,
  recipient: Recipient | null,
): Promise<"sent" | "settled" | "down"> {
  const { shop, settings, sending, now } = round;
  const { shopId } = shop;
  const { mailId } = mail;
  if (mail.wasInterrupted) {
    const after = afterDelivery(mail, { kind: "unknown", response: "the worker was stopped" }, now);
    if (after.status === "failed") {
      await ports.mails.markFailed(shopId, mailId, after.reason);
      return "settled";
    }
  }
  if (isMarketing(mail.template) && recipient?.consentAt === null && recipient.customerId !== null) {
    await putBackUntried(ports, round, mail); // Shopify could not be asked: nobody is written to on a guess
    return "settled";
  }
  const held = holdReason(mail, recipient, settings, now);
  if (held !== null || recipient === null) {
    await ports.mails.markHeld(shopId, mailId, held ?? "not-a-member");
    return "settled";
  }
  let composed: Awaited<ReturnType<typeof composeMail>>;
  try {
    composed = await composeMail(ports, shop, mail, recipient, {
      settings,
      fromDomain: sending.fromDomain,
      now,
    });
  } catch (problem) {
    ports.log.error(
      { shopId, mailId, template: mail.template, err: problem },
      "a mail could not be composed",
    );
    await ports.mails.markFailed(shopId, mailId, "template-broken");
    return "settled";
  }
  if (!composed.ok) {
    const { code } = composed.refusals[0];
    if (code === "not-yet")
      await ports.mails.putBack(shopId, mailId, {
        dueAt: new Date(now.getTime() + NOT_YET_MS),
        reason: null,
        uncounted: true,
      });
    else await ports.mails.markHeld(shopId, mailId, code);
    return "settled";
  }
  const delivery = await sending.mailer.send(composed.value);
  const after = afterDelivery(mail, delivery, now);
  switch (after.status) {
    case "sent":
      await ports.mails.markSent(shopId, mailId, now);
      return "sent";
    case "queued":
      await ports.mails.putBack(shopId, mailId, after);
      break;
    case "failed":
      if (after.bounced) await ports.mails.markBounced(shopId, mailId, now);
      await ports.mails.markFailed(shopId, mailId, after.reason);
      break;
  }
  ports.log.warn({ shopId, mailId, status: after.status, reason: after.reason }, "a mail was not accepted");
  return delivery.kind === "later" && delivery.isServerDown ? "down" : "settled";
}

/** Whom the round writes to. Consent and language of whom Shopify has not told yet are asked for, a hundred at once. */
async function knownRecipients(
  ports: SendMailsPorts,
  { shop, now }: Round,
  claimed: readonly ClaimedMail[],
): Promise<Map<string, Recipient>> {
  const memberIds = [...new Set(claimed.map(({ memberId }) => memberId))];
  const recipients = await ports.mails.readRecipients(shop.shopId, memberIds, now);
  const unknown = [...recipients.values()].flatMap(({ consentAt, customerId }) =>
    consentAt === null && customerId !== null ? [customerId] : [],
  );
  if (unknown.length === 0) return recipients;
  const asked = await ports.shopifyCustomers.fetchCustomers(shop.shopId, unknown);
  if (!asked.ok) return recipients;
  await ports.consents.learn(
    shop.shopId,
    unknown.map((customerId) => ({
      customerId,
      subscribed: asked.value.get(customerId)?.subscribed === true,
      locale: asked.value.get(customerId)?.locale ?? null,
      at: now,
    })),
  );
  return ports.mails.readRecipients(shop.shopId, memberIds, now);
}

/** Answers go to the shop: its own address is asked for once a day, unless the merchant has named one. */
async function settingsWithContact(ports: SendMailsPorts, shopId: string, now: Date): Promise<MailSettings> {
  const settings = await ports.mailSettings.get(shopId);
  const isFresh =
    settings.contactKnownAt !== null && now.getTime() - settings.contactKnownAt.getTime() < CONTACT_LASTS_MS;
  if (settings.replyTo !== null || isFresh) return settings;
  const contact = await ports.shopContact.fetchContactEmail(shopId);
  if (!contact.ok) return settings;
  await ports.mailSettings.learnContact(shopId, contact.value, now);
  return { ...settings, contactEmail: contact.value, contactKnownAt: now };
}
