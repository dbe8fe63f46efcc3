import type { ExpiringLot } from "#app/domain/messaging/due-reminder.ts";
import type { HeldReason } from "#app/domain/messaging/mail-gate.ts";
import { mailLocaleOf } from "#app/domain/messaging/mail-template.ts";
import { messageIdOf } from "#app/domain/messaging/message-id.ts";
import { addDays, businessDate, type Day, daysBetween } from "#app/domain/shared/calendar.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { accept, type Outcome, refuse } from "#app/domain/shared/outcome.ts";
import type {
  ClaimedMail,
  MailLinks,
  MailRenderer,
  Mails,
  MailScene,
  MailSettings,
  MailSettingsStore,
  OutgoingMail,
  Recipient,
} from "./mail-ports.ts";
import type { MemberReads, ShopRecord } from "../ports.ts";
import { listRewards } from "../rewards/list-rewards.ts";
import { tierValues, type TierValuesPorts } from "./tier-mail-values.ts";

export type ComposePorts = Parameters<typeof listRewards>[0] &
  TierValuesPorts & {
    readonly memberReads: Pick<MemberReads, "getMember">;
    readonly mails: Pick<Mails, "listExpiringLots" | "getRedemption">;
    readonly mailSettings: Pick<MailSettingsStore, "getWords">;
    readonly mailRenderer: Pick<MailRenderer, "shippedWords" | "render">;
    readonly mailLinks: MailLinks;
  };

export type ComposeRefusal = { readonly code: HeldReason | "not-yet"; readonly detail: string };

/** From whom: the shop by name, under its own domain once its DNS is right; answers go to the shop. */
export function senderOf(shop: Pick<ShopRecord, "name">, settings: MailSettings, fromDomain: string) {
  const isOwn =
    settings.senderDomain !== null && settings.domainCheckedAt !== null && settings.domainProblem === null;
  return {
    from: { name: shop.name, address: `loyalty@${isOwn ? settings.senderDomain : fromDomain}` },
    replyTo: settings.replyTo ?? settings.contactEmail,
  };
}

/**
 * The mail as it is now: the member's points, open lots and codes are read at this moment. Refused where there is nothing to tell
 * any more, or not yet.
 */
export async function composeMail(
  ports: ComposePorts,
  shop: ShopRecord,
  mail: ClaimedMail,
  recipient: Recipient,
  sending: { readonly settings: MailSettings; readonly fromDomain: string; readonly now: Date },
): Promise<Outcome<OutgoingMail, ComposeRefusal>> {
  const { shopId } = shop;
  const { settings, fromDomain, now } = sending;
  const values = await valuesOf(ports, shop, mail, recipient, settings, now);
  if (!values.ok) return values;
  const locale = mailLocaleOf(recipient.locale);
  const words =
    (await ports.mailSettings.getWords(shopId, mail.template, locale)) ??
    ports.mailRenderer.shippedWords(mail.template, locale);
  const unsubscribeUrl = ports.mailLinks.unsubscribeUrl(shopId, mail.memberId);
  const scene: MailScene = {
    locale,
    timeZone: shop.timeZone,
    shop: sceneShop(ports.mailLinks, shop),
    member: recipient,
    values: values.value,
    unsubscribeUrl,
    pixelUrl: ports.mailLinks.pixelUrl(shopId, mail.mailId),
    trackLink: (url) => ports.mailLinks.clickUrl(shopId, mail.mailId, url),
  };
  const rendered = await ports.mailRenderer.render(words, scene);
  invariant(recipient.email !== null, "the gate lets nobody through without an address");
  return accept({
    ...rendered,
    ...senderOf(shop, settings, fromDomain),
    messageId: messageIdOf(shopId, mail.mailId, fromDomain),
    shopId,
    template: mail.template,
    to: recipient.email,
    unsubscribeUrl,
  });
}

export function sceneShop(links: MailLinks, { shopId, name }: Pick<ShopRecord, "shopId" | "name">) {
  return { name, url: links.shopUrl(shopId), accountUrl: links.accountUrl(shopId) };
}

const NOTHING_LEFT = { code: "nothing-left", detail: "What it was about is gone." } as const;

async function valuesOf(
  ports: ComposePorts,
  shop: ShopRecord,
  { facts, memberId }: ClaimedMail,
  recipient: Recipient,
  settings: MailSettings,
  now: Date,
): Promise<Outcome<Record<string, unknown>, ComposeRefusal>> {
  const { shopId, timeZone } = shop;
  switch (facts.kind) {
    case "points":
      return accept({
        points: facts.points,
        items: facts.items.map(({ points, reason, orderName, maturesAt, expiresAt }) => ({
          points,
          reason,
          order: orderName,
          spendable_on: maturesAt === null ? null : businessDate(new Date(maturesAt), timeZone),
          through: expiresAt === null ? null : lastDayBefore(new Date(expiresAt), timeZone),
        })),
      });
    case "reminder": {
      const lots = await ports.mails.listExpiringLots(shopId, memberId, now);
      const lines = expiringLines(lots, { now, timeZone, withinDays: Math.max(0, ...settings.reminderDays) });
      const [first] = lines;
      // Spent or given more time since: another reminder belongs to another day.
      if (first === undefined || first.expiry_day !== facts.expiryDay) return refuse(NOTHING_LEFT);
      return accept({ points: first.points, through: first.through, days: first.days, expiring: lines });
    }
    case "rewards": {
      const member = await ports.memberReads.getMember(shopId, memberId, now);
      const offered = member === null ? [] : await listRewards(ports, shop, member);
      const open = offered.filter(({ unavailableBecause }) => unavailableBecause === null);
      const rewards = facts.rewards.filter(({ rewardId }) =>
        open.some(({ reward }) => reward.id === rewardId),
      );
      return rewards.length === 0 ? refuse(NOTHING_LEFT) : accept({ rewards });
    }
    case "redemption": {
      const redemption = await ports.mails.getRedemption(shopId, facts.redemptionId);
      if (redemption === null) return refuse(NOTHING_LEFT);
      const { status, name, kind, points, code, expiresAt } = redemption;
      if (status === "reserved") return refuse({ code: "not-yet", detail: "The reward is not issued yet." });
      if (status === "returned" || status === "expired")
        return refuse({ code: "redemption-returned", detail: "The reward was returned." });
      const through = expiresAt === null ? null : lastDayBefore(expiresAt, timeZone);
      return accept({ points, reward: { name, kind, code, through } });
    }
    case "tier-move":
    case "tier-notice":
    case "tier-kept": {
      const values = await tierValues(ports, shop, memberId, facts, mailLocaleOf(recipient.locale), now);
      return values === null ? refuse(NOTHING_LEFT) : accept(values);
    }
  }
}

/** The last day on which something that ends at this instant can be used. */
function lastDayBefore(instant: Date, timeZone: string): Day {
  return businessDate(new Date(instant.getTime() - 1), timeZone);
}

/** Points by the day on which they expire, the soonest first. */
export function expiringLines(
  lots: readonly ExpiringLot[],
  shop: { readonly now: Date; readonly timeZone: string; readonly withinDays: number },
) {
  const today = businessDate(shop.now, shop.timeZone);
  const end = addDays(today, shop.withinDays);
  const byDay = new Map<Day, { points: number; through: Day }>();
  for (const { points, expiresAt } of lots) {
    const day = businessDate(expiresAt, shop.timeZone);
    if (day > end || expiresAt <= shop.now) continue;
    const through = lastDayBefore(expiresAt, shop.timeZone);
    byDay.set(day, { points: (byDay.get(day)?.points ?? 0) + points, through });
  }
  return [...byDay]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, line]) => ({ ...line, expiry_day: day, days: daysBetween(today, day) }));
}
