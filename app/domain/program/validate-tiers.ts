import { foldCase } from "../shared/fold-case.ts";
import { formatMoney, parseMoney } from "../shared/money.ts";
import { parseRatio } from "../shared/ratio.ts";
import { type Measure, tagOf, type Tier, type Tiers } from "../tiers/tiers.ts";
import type { ProgramBody } from "./program-body.ts";
import { type ProgramRefusal, refuseWhen } from "./program-refusal.ts";
import { validateIds } from "./validate-fields.ts";

const TIERS_MAX = 50;
const DAYS_MAX = 3650;
const MONTHS_MAX = 120;
const POINTS_MAX = 1_000_000_000;
const FACTOR_MAX = 100n;
/** Minor units, points or orders: more than anybody reaches, and far below what a sum in the database holds. */
const THRESHOLD_MAX = 10n ** 15n;
/** What Shopify takes as one tag of a customer. */
const TAG_MAX = 40;

/** Everything that keeps the ladder from working, each at its field; and every mention of a tier that is none. */
export function validateTiers(program: ProgramBody, currency: string): ProgramRefusal[] {
  const { tiers, rewards, earning } = program;
  const ids = new Set(tiers?.ladder.map(({ id }) => id));
  const mentions = [
    ...rewards.map(({ tierIds }, index) => ({ tierIds, at: `/rewards/${index}` })),
    ...(["rules", "multipliers"] as const).flatMap((part) =>
      earning[part].flatMap(({ include, exclude }, index) => [
        { tierIds: include.tierIds ?? [], at: `/earning/${part}/${index}/include` },
        { tierIds: exclude.tierIds ?? [], at: `/earning/${part}/${index}/exclude` },
      ]),
    ),
  ];
  const unknown = mentions.flatMap(({ tierIds, at }) =>
    tierIds.flatMap((id, n) => refuseUnknownTier(ids, id, `${at}/tierIds/${n}`)),
  );
  return tiers === null ? unknown : [...unknown, ...validateLadder(tiers, program, currency)];
}

export function refuseUnknownTier(ids: ReadonlySet<string>, id: string, pointer: string): ProgramRefusal[] {
  return refuseWhen(
    !ids.has(id),
    "unknown-tier",
    pointer,
    `There is no tier "${id}": choose one of the ladder, or leave it out.`,
  );
}

/**
 * Nobody loses a tier because it is deleted: it stays, or `replaced` says where its members go. Tiers that are switched off
 * altogether keep their members for the day they are back. `counts`: members by the tier they are in; `present`: the ladder in force.
 */
export function refuseOccupied(
  tiers: Tiers | null,
  counts: ReadonlyMap<string | null, number>,
  present: Tiers | null,
): ProgramRefusal[] {
  if (tiers === null) return [];
  const ids = new Set(tiers.ladder.map(({ id }) => id));
  return [...counts].flatMap(([id, members]) => {
    const isLeft = id === null || members === 0 || ids.has(id) || tiers.replaced[id] !== undefined;
    const name = present?.ladder.find((tier) => tier.id === id)?.name ?? id ?? "";
    return refuseWhen(
      !isLeft,
      "tier-has-members",
      "/tiers/ladder",
      `"${name}" has ${members} members: keep it, or say in \`replaced\` which tier they go to: { "${id ?? ""}": … }.`,
    );
  });
}

function validateLadder(tiers: Tiers, program: ProgramBody, currency: string): ProgramRefusal[] {
  const { ladder, window, replaced } = tiers;
  if (ladder.length === 0)
    return refuseWhen(true, "ladder-empty", "/tiers/ladder", "Add a tier, or leave tiers out altogether.");
  if (ladder.length > TIERS_MAX)
    return refuseWhen(true, "too-many", "/tiers/ladder", `Use at most ${TIERS_MAX} tiers.`);
  const ids = new Set(ladder.map(({ id }) => id));
  const isYear = window.kind === "calendar-year" || window.kind === "from-joining";
  return [
    ...validateIds(ladder, "/tiers/ladder"),
    ...(window.kind === "rolling"
      ? validateWhole(window.months, 1, MONTHS_MAX, "months", "/tiers/window/months")
      : refuseWhen(
          window.months !== null,
          "months-without-rolling",
          "/tiers/window/months",
          "Only a rolling window has a number of months: leave it out.",
        )),
    ...refuseWhen(
      window.keepNext && !isYear,
      "keep-next-without-year",
      "/tiers/window/keepNext",
      "Only a window of one year can be kept through the next: leave it out.",
    ),
    ...validateWhole(tiers.graceDays, 0, DAYS_MAX, "days", "/tiers/graceDays"),
    ...(tiers.noticeDays === null
      ? []
      : validateWhole(tiers.noticeDays, 1, DAYS_MAX, "days", "/tiers/noticeDays")),
    ...refuseDisorder(tiers, currency),
    ...refuseSharedTags(ladder),
    ...ladder.flatMap((tier, index) =>
      validateTier(tier, `/tiers/ladder/${index}`, tiers, program, currency),
    ),
    ...Object.entries(replaced).flatMap(([from, to]) => [
      ...refuseWhen(
        ids.has(from),
        "tier-not-removed",
        `/tiers/replaced/${from}`,
        `"${from}" is still in the ladder: its members stay there. Leave it out here, or remove the tier.`,
      ),
      ...refuseUnknownTier(ids, to, `/tiers/replaced/${from}`),
    ]),
  ];
}

function validateTier(
  tier: Tier,
  at: string,
  { measure }: Tiers,
  { rewards }: ProgramBody,
  currency: string,
): ProgramRefusal[] {
  const { from, also, multiplier, entryPoints, birthdayPoints, entryRewardId, expiryMonths, texts } = tier;
  const factor = multiplier === null ? null : parseRatio(multiplier);
  const isFactor =
    factor !== null && factor.numerator > 0n && factor.numerator <= FACTOR_MAX * factor.denominator;
  const measures: Measure[] = [measure];
  return [
    ...refuseWhen(tier.name.trim() === "", "name-missing", `${at}/name`, "Name it: shoppers read this."),
    ...(from === null ? [] : validateThreshold(from, measure, `${at}/from`, currency)),
    ...also.flatMap((one, index) => {
      const isTaken = measures.includes(one.measure);
      measures.push(one.measure);
      return [
        ...validateThreshold(one.from, one.measure, `${at}/also/${index}/from`, currency),
        ...refuseWhen(
          isTaken || from === null,
          "measure-taken",
          `${at}/also/${index}/measure`,
          from === null
            ? "A tier without a threshold of the ladder's own measure has no others: enter `from`, or leave these out."
            : `There is a threshold of "${one.measure}" already: keep one of them.`,
        ),
      ];
    }),
    ...refuseWhen(
      multiplier !== null && !isFactor,
      "multiplier-out-of-range",
      `${at}/multiplier`,
      `Enter a factor above 0 and at most ${FACTOR_MAX}, such as "1.5", or leave it out.`,
    ),
    ...(entryPoints === null ? [] : validateWhole(entryPoints, 1, POINTS_MAX, "points", `${at}/entryPoints`)),
    ...(birthdayPoints === null
      ? []
      : validateWhole(birthdayPoints, 1, POINTS_MAX, "points", `${at}/birthdayPoints`)),
    ...(expiryMonths === null
      ? []
      : validateWhole(expiryMonths, 1, MONTHS_MAX, "months", `${at}/expiryMonths`)),
    ...refuseWhen(
      entryRewardId !== null && !rewards.some(({ id }) => id === entryRewardId),
      "unknown-reward",
      `${at}/entryRewardId`,
      `The program has no reward "${entryRewardId ?? ""}": choose one of its rewards, or leave it out.`,
    ),
    ...refuseWhen(
      tier.color !== null && !/^#[0-9a-f]{6}$/i.test(tier.color),
      "color-not-valid",
      `${at}/color`,
      'Enter a colour such as "#c0c0c0", or leave it out.',
    ),
    ...Object.keys(texts).flatMap((language) =>
      refuseWhen(
        !/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language),
        "language-not-valid",
        `${at}/texts/${language}`,
        'Name the language as browsers do: "en", "ru", "pt-BR".',
      ),
    ),
  ];
}

function validateThreshold(
  text: string,
  measure: Measure,
  pointer: string,
  currency: string,
): ProgramRefusal[] {
  const amount = thresholdOf(text, measure, currency);
  return refuseWhen(
    amount === null || amount < 0n || amount > THRESHOLD_MAX,
    "threshold-not-valid",
    pointer,
    measure === "spent"
      ? `Enter an amount in ${currency} from 0 to ${formatMoney(THRESHOLD_MAX, currency)}, such as "1000".`
      : `Enter a whole number of ${measure} from 0 to ${THRESHOLD_MAX}.`,
  );
}

/** Minor units of money; points and orders are whole, as amounts of a currency without cents are. */
function thresholdOf(text: string, measure: Measure, currency: string): bigint | null {
  return parseMoney(text, measure === "spent" ? currency : "JPY");
}

/** Whoever climbs passes the tiers in their order: every threshold lies above the one of its measure before it. */
function refuseDisorder({ ladder, measure }: Tiers, currency: string): ProgramRefusal[] {
  const highest = new Map<Measure, bigint>();
  const refusals: ProgramRefusal[] = [];
  let isFirst = true;
  for (const [index, { from, also }] of ladder.entries()) {
    if (from === null) continue;
    const thresholds = [
      { measure, from, at: "from" },
      ...also.map((one, n) => ({ ...one, at: `also/${n}/from` })),
    ];
    for (const one of thresholds) {
      const amount = thresholdOf(one.from, one.measure, currency);
      if (amount === null) continue;
      const pointer = `/tiers/ladder/${index}/${one.at}`;
      const below = highest.get(one.measure);
      refusals.push(
        ...refuseWhen(
          isFirst && one.at === "from" && amount !== 0n,
          "bottom-missing",
          pointer,
          'The lowest tier takes everybody in: let it begin at "0".',
        ),
        ...refuseWhen(
          below !== undefined && amount <= below,
          "thresholds-out-of-order",
          pointer,
          "Each tier begins above the one before it: raise this, or change the order of the tiers.",
        ),
      );
      highest.set(one.measure, amount);
    }
    isFirst = false;
  }
  return refusals;
}

/** A tag says one thing: which tier a customer is in, or that they shall be let into one. */
function refuseSharedTags(ladder: readonly Tier[]): ProgramRefusal[] {
  const taken = new Set<string>();
  return ladder.flatMap((tier, index) => {
    const tags = [
      ["tag", tagOf(tier)],
      ...(tier.entryTag === null ? [] : [["entryTag", tier.entryTag]]),
    ] as const;
    return tags.flatMap(([field, tag]) => {
      const key = foldCase(tag.trim());
      const isTaken = taken.has(key);
      taken.add(key);
      const pointer = `/tiers/ladder/${index}/${field}`;
      return [
        ...refuseWhen(
          isTaken,
          "tag-taken",
          pointer,
          `Another tier uses the tag "${tag}": give each its own.`,
        ),
        ...refuseWhen(
          key === "" || tag.length > TAG_MAX || tag.includes(","),
          "entry-empty",
          pointer,
          `Enter a tag of at most ${TAG_MAX} characters without commas, or leave it out.`,
        ),
      ];
    });
  });
}

function validateWhole(
  value: number | null,
  least: number,
  most: number,
  what: "days" | "months" | "points",
  pointer: string,
): ProgramRefusal[] {
  const isGood = value !== null && Number.isInteger(value) && value >= least && value <= most;
  const codes = {
    days: "days-out-of-range",
    months: "months-out-of-range",
    points: "points-not-positive",
  } as const;
  return refuseWhen(
    !isGood,
    codes[what],
    pointer,
    `Enter a whole number of ${what} from ${least} to ${most}.`,
  );
}
