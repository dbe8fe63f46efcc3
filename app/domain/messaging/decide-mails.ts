import type { EntryKind } from "../points/books.ts";
import type { EarnedItem, MailFacts, OpenReward } from "./mail-facts.ts";
import type { MailTemplateId } from "./mail-template.ts";

/** An entry with what of its origin decides whether it is told. */
export type ToldEntry = {
  readonly seq: number;
  readonly at: Date;
  readonly kind: EntryKind;
  readonly points: number;
  readonly pendingPoints: number;
  readonly balanceAfter: number;
  readonly reason: string;
  readonly sourceType: string;
  /** Of the order that it, or its lot, comes from. */
  readonly order: {
    readonly name: string;
    readonly boughtAt: Date;
    readonly keptPoints: number;
  } | null;
  /** Of the lot that it made. */
  readonly maturesAt: Date | null;
  readonly expiresAt: Date | null;
};

export type PlannedMail = {
  /** Names the cause: the same cause never mails twice. */
  readonly key: string;
  readonly template: MailTemplateId;
  readonly facts: MailFacts;
};

const NEWS_FOR_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Older than a week is no news: a worker that stood still for a month sends no month of mails. */
export function isStale(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() > NEWS_FOR_DAYS * DAY_MS;
}

/**
 * Which mails a member's new entries cause; those found together make one mail of a kind. History is silent (law 13): what was
 * before the launch, the points of an order bought before it, and everything done by hand or moved by a merge.
 */
export function decideMails(
  memberId: string,
  entries: readonly ToldEntry[],
  shop: { readonly launchedAt: Date; readonly now: Date; readonly rewards: readonly OpenReward[] },
): PlannedMail[] {
  const news = entries.filter(({ at }) => at >= shop.launchedAt && !isStale(at, shop.now));
  const live = news.filter(({ order }) => order === null || order.boughtAt >= shop.launchedAt);
  const given = live.filter((entry) => entry.kind === "earn" && !isTakenBack(entry));
  const mails = [
    pointsMail(
      memberId,
      "earned",
      given.filter((entry) => !isCampaign(entry)),
    ),
    pointsMail(memberId, "campaign-bonus", given.filter(isCampaign)),
    pointsMail(
      memberId,
      "matured",
      live.filter(({ kind, points }) => kind === "mature" && points > 0),
    ),
    pointsMail(
      memberId,
      "expired",
      news.filter(({ kind }) => kind === "expire"),
    ),
    rewardMail(memberId, live, shop.rewards),
  ];
  return mails.filter((mail) => mail !== null);
}

function isCampaign({ sourceType }: ToldEntry): boolean {
  return sourceType === "campaign";
}

/** The order was refunded or cancelled before anybody was told. */
function isTakenBack({ order }: ToldEntry): boolean {
  return order !== null && order.keptPoints <= 0;
}

function pointsMail(
  memberId: string,
  template: "earned" | "matured" | "expired" | "campaign-bonus",
  entries: readonly ToldEntry[],
): PlannedMail | null {
  const [first] = entries;
  if (first === undefined) return null;
  const items = entries.map((entry): EarnedItem => {
    const isPending = template !== "matured" && entry.pendingPoints > 0;
    return {
      points: Math.abs(isPending ? entry.pendingPoints : entry.points),
      reason: entry.reason,
      orderName: entry.order?.name ?? null,
      maturesAt: isPending ? (entry.maturesAt?.toISOString() ?? null) : null,
      expiresAt: entry.expiresAt?.toISOString() ?? null,
    };
  });
  const points = items.reduce((sum, item) => sum + item.points, 0);
  return { key: `${template}:${memberId}-${first.seq}`, template, facts: { kind: "points", points, items } };
}

/** A reward that the balance did not reach before these entries and reaches after them. */
function rewardMail(
  memberId: string,
  entries: readonly ToldEntry[],
  rewards: readonly OpenReward[],
): PlannedMail | null {
  const rising = entries.filter(
    ({ kind, points }) => ["earn", "mature", "adjust"].includes(kind) && points > 0,
  );
  const [first, last] = [rising[0], entries.at(-1)];
  if (first === undefined || last === undefined) return null;
  const before = first.balanceAfter - first.points;
  const reached = rewards
    .filter(({ points }) => points > before && points <= last.balanceAfter)
    .sort((a, b) => b.points - a.points);
  if (reached.length === 0) return null;
  return {
    key: `reward-ready:${memberId}-${first.seq}`,
    template: "reward-ready",
    facts: { kind: "rewards", rewards: reached },
  };
}
