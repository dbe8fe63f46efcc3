import { EVERYBODY, type SegmentFilter } from "../membership/segment.ts";
import { selectionOf } from "../program/draft-program.ts";
import type { Selection } from "../program/program-body.ts";
import { dayAndTimeOf, instantOf } from "../program/typed-moment.ts";
import { typedDecimal, typedDecimalOrNone, typedNumber, typedNumberOrNone } from "../program/typed-number.ts";
import { addDays } from "../shared/calendar.ts";
import type { BonusLifetime, CampaignTerms } from "./campaign.ts";
import type { CampaignDraft } from "./validate-campaign.ts";

/** A filter over members, every field as it is typed. */
export type TypedFilter = {
  readonly [Name in keyof SegmentFilter]: SegmentFilter[Name] extends readonly string[]
    ? readonly string[]
    : string;
};

export type DayAndTime = { readonly day: string; readonly time: string };

/** A campaign, every field as it is typed; what a kind does not use is kept for when the merchant goes back to it. */
export type TypedCampaign = {
  readonly name: string;
  readonly kind: CampaignTerms["kind"];
  readonly trigger: Extract<CampaignTerms, { kind: "bonus" }>["trigger"];
  readonly action: string;
  readonly points: string;
  readonly minimumOrder: string;
  readonly factor: string;
  /** Of a multiplier: none = every purchase rule. */
  readonly ruleIds: readonly string[];
  readonly include: Selection;
  readonly exclude: Selection;
  readonly steps: readonly { readonly from: string; readonly points: string }[];
  readonly lifetime: BonusLifetime["kind"];
  readonly lifetimeDay: string;
  readonly lifetimeDays: string;
  readonly starts: DayAndTime;
  /** The last day, or the moment where a time stands beside it. */
  readonly ends: DayAndTime;
  readonly budget: string;
  readonly audience: "everybody" | "filter" | "segment";
  readonly segmentId: string;
  readonly filter: TypedFilter;
};

const text = (value: number | string | null) => (value === null ? "" : String(value));
const NO_MOMENT: DayAndTime = { day: "", time: "" };

export function typeFilter(filter: SegmentFilter): TypedFilter {
  return {
    ...{ tags: filter.tags, withoutTags: filter.withoutTags },
    ...{ ordersAtLeast: text(filter.ordersAtLeast), ordersAtMost: text(filter.ordersAtMost) },
    ...{ spentAtLeast: text(filter.spentAtLeast), spentAtMost: text(filter.spentAtMost) },
    lastOrderDaysAtLeast: text(filter.lastOrderDaysAtLeast),
    lastOrderDaysAtMost: text(filter.lastOrderDaysAtMost),
    ...{ balanceAtLeast: text(filter.balanceAtLeast), balanceAtMost: text(filter.balanceAtMost) },
    ...{ tierIds: filter.tierIds, nearTierId: text(filter.nearTierId) },
  };
}

/** What is no number becomes NaN, which validateFilter refuses at its field. */
export function readFilter(typed: TypedFilter): SegmentFilter {
  return {
    ...{ tags: typed.tags, withoutTags: typed.withoutTags },
    ordersAtLeast: typedNumberOrNone(typed.ordersAtLeast),
    ordersAtMost: typedNumberOrNone(typed.ordersAtMost),
    spentAtLeast: typedDecimalOrNone(typed.spentAtLeast),
    spentAtMost: typedDecimalOrNone(typed.spentAtMost),
    lastOrderDaysAtLeast: typedNumberOrNone(typed.lastOrderDaysAtLeast),
    lastOrderDaysAtMost: typedNumberOrNone(typed.lastOrderDaysAtMost),
    balanceAtLeast: typedNumberOrNone(typed.balanceAtLeast),
    balanceAtMost: typedNumberOrNone(typed.balanceAtMost),
    ...{ tierIds: typed.tierIds, nearTierId: typed.nearTierId === "" ? null : typed.nearTierId },
  };
}

export const NEW_CAMPAIGN: TypedCampaign = {
  ...{ name: "", kind: "bonus", trigger: "start", action: "", points: "100", minimumOrder: "", factor: "2" },
  ...{ ruleIds: [], include: {}, exclude: {} },
  steps: [
    { from: "50", points: "200" },
    { from: "100", points: "500" },
  ],
  ...{
    lifetime: "days",
    lifetimeDay: "",
    lifetimeDays: "30",
    starts: NO_MOMENT,
    ends: NO_MOMENT,
    budget: "",
  },
  ...{ audience: "everybody", segmentId: "", filter: typeFilter(EVERYBODY) },
};

/** A stored campaign as the form shows it. */
export function typeCampaign(
  { name, terms, startsAt, endsAt, budgetPoints }: CampaignDraft,
  segmentId: string | null,
  timeZone: string,
): TypedCampaign {
  return {
    ...NEW_CAMPAIGN,
    ...{ name, kind: terms.kind, ...typeTerms(terms) },
    ...("lifetime" in terms ? typeLifetime(terms.lifetime) : {}),
    starts: startsAt === null ? NO_MOMENT : dayAndTimeOf(startsAt.toISOString(), timeZone),
    ends: endsAt === null ? NO_MOMENT : lastDayAndTime(endsAt, timeZone),
    budget: text(budgetPoints),
    audience: segmentId !== null ? "segment" : terms.audience === null ? "everybody" : "filter",
    segmentId: segmentId ?? "",
    filter: typeFilter(terms.audience ?? EVERYBODY),
  };
}

function typeTerms(terms: CampaignTerms): Partial<TypedCampaign> {
  switch (terms.kind) {
    case "multiplier":
      return {
        ...{ factor: terms.factor, ruleIds: terms.ruleIds },
        ...{ include: terms.include, exclude: terms.exclude },
      };
    case "bonus": {
      const { points, trigger, action, minimumOrder } = terms;
      return { points: text(points), trigger, action: text(action), minimumOrder: text(minimumOrder) };
    }
    case "ladder":
      return { steps: terms.steps.map(({ from, points }) => ({ from, points: text(points) })) };
  }
}

function typeLifetime(lifetime: BonusLifetime): Partial<TypedCampaign> {
  return {
    lifetime: lifetime.kind,
    ...(lifetime.kind === "until" && { lifetimeDay: lifetime.day }),
    ...(lifetime.kind === "days" && { lifetimeDays: text(lifetime.days) }),
  };
}

/** What ends with a day is said by that day, without a time. */
function lastDayAndTime(endsAt: Date, timeZone: string): DayAndTime {
  const { day, time } = dayAndTimeOf(endsAt.toISOString(), timeZone);
  return time === "" ? { day: addDays(day, -1), time } : { day, time };
}

/** What was typed, as a campaign; validateCampaign says what of it can't work. */
export function readCampaign(
  typed: TypedCampaign,
  timeZone: string,
): CampaignDraft & { readonly segmentId: string | null } {
  const { starts, ends } = typed;
  const moment = (day: string, time: string) => new Date(instantOf(day, time, timeZone));
  return {
    name: typed.name,
    terms: {
      audience: typed.audience === "filter" ? readFilter(typed.filter) : null,
      ...readTerms(typed),
    },
    startsAt: starts.day === "" ? null : moment(starts.day, starts.time),
    endsAt: ends.day === "" ? null : moment(ends.time === "" ? addDays(ends.day, 1) : ends.day, ends.time),
    budgetPoints: typedNumberOrNone(typed.budget),
    segmentId: typed.audience === "segment" ? typed.segmentId : null,
  };
}

type Unaddressed<T> = T extends unknown ? Omit<T, "audience"> : never;

function readTerms(typed: TypedCampaign): Unaddressed<CampaignTerms> {
  switch (typed.kind) {
    case "multiplier":
      return {
        ...{ kind: "multiplier", factor: typedDecimal(typed.factor), rounding: "floor" },
        ruleIds: typed.ruleIds,
        ...{ include: selectionOf(typed.include), exclude: selectionOf(typed.exclude) },
      };
    case "bonus":
      return {
        ...{ kind: "bonus", points: typedNumber(typed.points), trigger: typed.trigger },
        action: typed.trigger === "action" ? typed.action.trim() : null,
        minimumOrder: typed.trigger === "order" ? typedDecimalOrNone(typed.minimumOrder) : null,
        lifetime: readLifetime(typed),
      };
    case "ladder":
      return {
        kind: "ladder",
        steps: typed.steps.map(({ from, points }) => ({
          ...{ from: typedDecimal(from), points: typedNumber(points) },
        })),
        lifetime: readLifetime(typed),
      };
  }
}

function readLifetime({ lifetime, lifetimeDay, lifetimeDays }: TypedCampaign): BonusLifetime {
  switch (lifetime) {
    case "program":
      return { kind: "program" };
    case "until":
      return { kind: "until", day: lifetimeDay };
    case "days":
      return { kind: "days", days: typedNumber(lifetimeDays) };
  }
}
