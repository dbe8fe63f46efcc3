import { type FilterRefusal, validateFilter } from "../membership/validate-segment.ts";
import type { ProgramRefusal } from "../program/program-refusal.ts";
import { validateSelection } from "../program/validate-fields.ts";
import { businessDate, isDay } from "../shared/calendar.ts";
import { parseMoney } from "../shared/money.ts";
import type { Refusal } from "../shared/outcome.ts";
import { parseRatio } from "../shared/ratio.ts";
import type { BonusLifetime, Campaign, CampaignTerms } from "./campaign.ts";

/** What a merchant composes; once it is started it never changes. */
export type CampaignDraft = Pick<Campaign, "name" | "terms" | "startsAt" | "endsAt" | "budgetPoints">;

export type CampaignFault = FilterRefusal | ProgramRefusal | OwnFault;

type OwnFault = Refusal<
  | "name-required"
  | "name-too-long"
  | "factor-not-positive"
  | "factor-too-large"
  | "points-not-whole"
  | "points-not-positive"
  | "points-too-many"
  | "action-required"
  | "ladder-empty"
  | "ladder-not-ascending"
  | "days-out-of-range"
  | "day-invalid"
  | "day-in-the-past"
  | "day-before-the-end"
  | "ends-before-start"
  | "ends-in-the-past"
  | "budget-too-small"
  | "near-tier-at-start-only"
>;

const NAME_LENGTH_MAX = 255;
const POINTS_MAX = 1_000_000_000;
const FACTOR_MAX = 1000n;
/** Beyond a century a lifetime is a typing error. */
const DAYS_MAX = 36_500;
const STEPS_MAX = 100;

type Around = { readonly now: Date; readonly timeZone: string; readonly currency: string };

/** Everything that keeps a campaign from working, each at its field; empty = it can be started. */
export function validateCampaign(draft: CampaignDraft, around: Around): CampaignFault[] {
  return [
    ...validateName(draft.name),
    ...validateTerms(draft.terms, around.currency),
    ...(draft.terms.audience === null
      ? []
      : validateFilter(draft.terms.audience, "/terms/audience", around.currency)),
    ...validateNearness(draft.terms),
    ...validateDates(draft, around),
    ...("lifetime" in draft.terms ? validateLifetime(draft.terms.lifetime, draft, around) : []),
    ...validateBudget(draft),
  ];
}

function fault(code: (OwnFault | FilterRefusal)["code"], pointer: string, detail: string): CampaignFault {
  return { code, pointer, detail };
}

function validateName(name: string): CampaignFault[] {
  if (name.trim() === "") return [fault("name-required", "/name", "Give the campaign a name.")];
  return name.length > NAME_LENGTH_MAX
    ? [fault("name-too-long", "/name", `Use at most ${NAME_LENGTH_MAX} characters.`)]
    : [];
}

/** Who is near a tier is looked at once, when a bonus is given at its start; the order that counts would lead out of it. */
function validateNearness(terms: CampaignTerms): CampaignFault[] {
  const atStart = terms.kind === "bonus" && terms.trigger === "start";
  if (atStart || terms.audience?.nearTierId == null) return [];
  return [
    fault(
      "near-tier-at-start-only",
      "/terms/audience/nearTierId",
      "Who is near a tier is looked at once: choose a bonus that is given at the campaign's start.",
    ),
  ];
}

function validateTerms(terms: CampaignTerms, currency: string): CampaignFault[] {
  switch (terms.kind) {
    case "multiplier":
      return [
        ...validateFactor(terms.factor),
        ...validateSelection(terms.include, "/terms/include"),
        ...validateSelection(terms.exclude, "/terms/exclude"),
      ];
    case "bonus":
      return [
        ...validatePoints(terms.points, "/terms/points"),
        ...(terms.trigger === "action" && (terms.action ?? "").trim() === ""
          ? [fault("action-required", "/terms/action", "Name the action, as your system will send it.")]
          : []),
        ...(terms.minimumOrder === null
          ? []
          : validateAmount(terms.minimumOrder, "/terms/minimumOrder", currency)),
      ];
    case "ladder":
      return validateLadder(terms.steps, currency);
  }
}

function validateFactor(text: string): CampaignFault[] {
  const factor = parseRatio(text);
  if (factor === null || factor.numerator <= 0n) {
    return [fault("factor-not-positive", "/terms/factor", "Give a factor above 0, such as 2 or 1.5.")];
  }
  return factor.numerator > FACTOR_MAX * factor.denominator
    ? [fault("factor-too-large", "/terms/factor", `Multiply by at most ${FACTOR_MAX}.`)]
    : [];
}

function validatePoints(points: number, pointer: string): CampaignFault[] {
  if (!Number.isInteger(points))
    return [fault("points-not-whole", pointer, "Give a whole number of points.")];
  if (points < 1) return [fault("points-not-positive", pointer, "Give at least 1 point.")];
  return points > POINTS_MAX ? [fault("points-too-many", pointer, `Give at most ${POINTS_MAX} points.`)] : [];
}

function validateAmount(text: string, pointer: string, currency: string): CampaignFault[] {
  const minor = parseMoney(text, currency);
  return minor === null || minor < 0n
    ? [fault("amount-invalid", pointer, `Give an amount of ${currency}, such as 50.`)]
    : [];
}

function validateLadder(
  steps: Extract<CampaignTerms, { kind: "ladder" }>["steps"],
  currency: string,
): CampaignFault[] {
  if (steps.length === 0 || steps.length > STEPS_MAX)
    return [fault("ladder-empty", "/terms/steps", `Give from 1 to ${STEPS_MAX} steps.`)];
  return steps.flatMap(({ from, points }, position) => {
    const at = `/terms/steps/${position}`;
    const faults = [
      ...validateAmount(from, `${at}/from`, currency),
      ...validatePoints(points, `${at}/points`),
    ];
    const below = steps[position - 1];
    if (faults.length > 0 || below === undefined) return faults;
    const [lower, upper] = [parseMoney(below.from, currency), parseMoney(from, currency)];
    const rises = lower === null || upper === null || upper > lower;
    return [
      ...(rises
        ? []
        : [fault("ladder-not-ascending", `${at}/from`, "Each step must ask for more than the one before.")]),
      ...(points > below.points
        ? []
        : [fault("ladder-not-ascending", `${at}/points`, "Each step must give more than the one before.")]),
    ];
  });
}

function validateDates({ startsAt, endsAt }: CampaignDraft, { now }: Around): CampaignFault[] {
  if (endsAt === null) return [];
  if (startsAt !== null && endsAt <= startsAt)
    return [fault("ends-before-start", "/endsAt", "The end must come after the start.")];
  return endsAt <= now ? [fault("ends-in-the-past", "/endsAt", "The end must lie in the future.")] : [];
}

function validateLifetime(
  lifetime: BonusLifetime,
  { startsAt, endsAt }: CampaignDraft,
  { now, timeZone }: Around,
): CampaignFault[] {
  switch (lifetime.kind) {
    case "program":
      return [];
    case "days":
      return Number.isInteger(lifetime.days) && lifetime.days >= 1 && lifetime.days <= DAYS_MAX
        ? []
        : [fault("days-out-of-range", "/terms/lifetime/days", `Give from 1 to ${DAYS_MAX} days.`)];
    case "until": {
      const pointer = "/terms/lifetime/day";
      if (!isDay(lifetime.day)) return [fault("day-invalid", pointer, "Give a day of the calendar.")];
      if (lifetime.day < businessDate(startsAt !== null && startsAt > now ? startsAt : now, timeZone))
        return [fault("day-in-the-past", pointer, "The points would be gone before they are given.")];
      // The last moment of the campaign, not the one after it.
      return endsAt !== null && lifetime.day < businessDate(new Date(endsAt.getTime() - 1), timeZone)
        ? [
            fault(
              "day-before-the-end",
              pointer,
              "Points given on the last day of the campaign would be gone at once.",
            ),
          ]
        : [];
    }
  }
}

function validateBudget({ budgetPoints, terms }: CampaignDraft): CampaignFault[] {
  if (budgetPoints === null) return [];
  const smallest = terms.kind === "bonus" && Number.isInteger(terms.points) ? terms.points : 1;
  return Number.isInteger(budgetPoints) &&
    budgetPoints >= Math.max(1, smallest) &&
    budgetPoints <= POINTS_MAX * 1000
    ? []
    : [
        fault(
          "budget-too-small",
          "/budgetPoints",
          "Give a whole number that is enough for one bonus at least.",
        ),
      ];
}
