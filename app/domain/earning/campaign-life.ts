import { accept, type Outcome, type Refusal, refuse } from "../shared/outcome.ts";
import type { Campaign } from "./campaign.ts";

/** What happens to a campaign. `begin`: its time has come; the others a merchant asks for, `end` also its date or its budget. */
export type CampaignEvent = "start" | "begin" | "pause" | "resume" | "end";

export type CampaignRefusal = Refusal<"wrong-status">;

/** Where each event leads from each status; what is not here can't happen. */
const LIFE: Readonly<Record<Campaign["status"], Partial<Record<CampaignEvent, Campaign["status"]>>>> = {
  draft: { start: "scheduled" },
  scheduled: { begin: "running", end: "ended" },
  running: { pause: "paused", end: "ended" },
  paused: { resume: "running", end: "ended" },
  ended: {},
};

export function can(campaign: Pick<Campaign, "status">, event: CampaignEvent): boolean {
  return LIFE[campaign.status][event] !== undefined;
}

/** The campaign after an event at `at`; `runs` tells when it really ran, and so which orders it reaches. */
export function takeStep(
  campaign: Campaign,
  event: CampaignEvent,
  at: Date,
): Outcome<Campaign, CampaignRefusal> {
  const status = LIFE[campaign.status][event];
  if (status === undefined) {
    return refuse({
      code: "wrong-status",
      detail: `A campaign that is ${campaign.status} can't ${event}. Load the page again to see how it stands.`,
    });
  }
  return accept({ ...campaign, status, runs: runsAfter(campaign.runs, status, at) });
}

function runsAfter(runs: Campaign["runs"], status: Campaign["status"], at: Date): Campaign["runs"] {
  const open = runs.find(({ until }) => until === null);
  if (status === "running") return open === undefined ? [...runs, { from: at, until: null }] : runs;
  return runs.map((run) => (run === open ? { ...run, until: at } : run));
}

/**
 * The campaign as it stands at `now`, whether or not a sweep has been there: it begins and ends exactly at its dates. One that is
 * started without a date, or with one that has passed, begins at once.
 */
export function asOf(campaign: Campaign, now: Date): Campaign {
  let current = campaign;
  const advance = (event: CampaignEvent, at: Date) => {
    const step = takeStep(current, event, at);
    if (step.ok) current = step.value;
  };
  const { startsAt, endsAt } = campaign;
  if (current.status === "scheduled" && startsAt !== null && startsAt <= now) advance("begin", startsAt);
  if (endsAt !== null && endsAt <= now && current.status !== "draft") advance("end", endsAt);
  return current;
}

/** Has it given all that it may? A rest that is smaller than one bonus is never given. */
export function isUsedUp({ budgetPoints, givenPoints, terms }: Campaign): boolean {
  if (budgetPoints === null) return false;
  const smallest = terms.kind === "bonus" && terms.trigger !== "order" ? terms.points : 1;
  return budgetPoints - givenPoints < smallest;
}

export function givesAtStart({ terms }: Pick<Campaign, "terms">): boolean {
  return terms.kind === "bonus" && terms.trigger === "start";
}

/** When a sweep has something to do with it: begin, give on, end; null: nothing, or nothing but at a merchant's wish. */
export function dueAt(campaign: Campaign, now: Date): Date | null {
  switch (campaign.status) {
    case "draft":
    case "ended":
      return null;
    case "scheduled":
      return campaign.startsAt;
    case "running":
      return givesAtStart(campaign) || isUsedUp(campaign) ? now : campaign.endsAt;
    case "paused":
      return campaign.endsAt;
  }
}
