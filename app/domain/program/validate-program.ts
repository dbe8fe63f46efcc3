import { parseMoney } from "#app/domain/shared/money.ts";
import type { Refusal } from "#app/domain/shared/outcome.ts";
import type { EarningRule, ProgramBody, Selection } from "./program-body.ts";

/** Beyond a century an expiry is a typing error. */
const EXPIRY_MONTHS_MAX = 1200;
/** Points for one unit; times the largest order it still fits a safe integer. */
const POINTS_PER_UNIT_MAX = 1_000_000;
const DEBT_LIMIT_MAX = 1_000_000_000;

export type ProgramRefusal = Refusal<
  | "not-supported"
  | "points-not-whole"
  | "points-not-positive"
  | "points-too-many"
  | "divisor-missing"
  | "divisor-not-positive"
  | "months-missing"
  | "months-out-of-range"
  | "months-without-expiry"
  | "limit-missing"
  | "limit-without-policy"
>;

/**
 * Everything that keeps `program` from being published, each at its field; empty = it can work.
 * What a later release will do is refused, never silently ignored: a switch that nothing reads is a broken promise.
 */
export function validateProgram(program: ProgramBody, currency: string): ProgramRefusal[] {
  return [
    ...program.earning.rules.flatMap((rule, index) =>
      validateRule(rule, `/earning/rules/${index}`, index, currency),
    ),
    ...notSupported(program.earning.multipliers.length > 0, "/earning/multipliers", "Multipliers"),
    ...notSupported(program.earning.pendingDays !== 0, "/earning/pendingDays", "Pending points"),
    ...notSupported(program.earning.pendingFrom !== "paid", "/earning/pendingFrom", "Pending points"),
    ...validateExpiry(program.expiry),
    ...validateRefunds(program.refunds),
    ...notSupported(program.rewards.length > 0, "/rewards", "Rewards"),
    ...notSupported(program.tiers !== null, "/tiers", "Tiers"),
    ...notSupported(program.referrals !== null, "/referrals", "Referrals"),
  ];
}

function validateRule(rule: EarningRule, at: string, index: number, currency: string): ProgramRefusal[] {
  return [
    ...notSupported(index > 0, at, "More than one earning rule"),
    ...notSupported(rule.kind !== "purchase", `${at}/kind`, `Rules of the kind "${rule.kind}"`),
    ...validatePoints(rule.points, `${at}/points`),
    ...validateDivisor(rule.per, `${at}/per`, currency),
    ...notSupported(rule.rounding !== "floor", `${at}/rounding`, "Rounding other than floor"),
    ...notSupported(rule.basis.tax, `${at}/basis/tax`, "Earning on tax"),
    ...notSupported(rule.basis.shipping, `${at}/basis/shipping`, "Earning on shipping"),
    ...notSupported(rule.minimumOrder !== null, `${at}/minimumOrder`, "A minimum order"),
    ...notSupported(rule.capPerOrder !== null, `${at}/capPerOrder`, "A cap per order"),
    ...notSupported(selects(rule.include), `${at}/include`, "Choosing products"),
    ...notSupported(selects(rule.exclude), `${at}/exclude`, "Leaving out products"),
    ...notSupported(!rule.stackable, `${at}/stackable`, "A rule that replaces others"),
  ];
}

function validatePoints(points: number, pointer: string): ProgramRefusal[] {
  if (!Number.isInteger(points))
    return [{ code: "points-not-whole", pointer, detail: "Points are whole numbers: enter 1, 2, 3 …" }];
  if (points <= 0)
    return [
      { code: "points-not-positive", pointer, detail: "Enter at least 1 point, or leave the rule out." },
    ];
  if (points > POINTS_PER_UNIT_MAX) {
    return [{ code: "points-too-many", pointer, detail: `Enter at most ${POINTS_PER_UNIT_MAX} points.` }];
  }
  return [];
}

function validateDivisor(per: string | null, pointer: string, currency: string): ProgramRefusal[] {
  if (per === null)
    return [
      {
        code: "divisor-missing",
        pointer,
        detail: 'Say for how much money the points are, for example "1.00".',
      },
    ];
  const minor = parseMoney(per, currency);
  if (minor === null || minor <= 0n) {
    return [
      {
        code: "divisor-not-positive",
        pointer,
        detail: `Enter an amount above 0 in ${currency}, for example "1.00".`,
      },
    ];
  }
  return [];
}

function validateExpiry({ mode, months, roundUpTo }: ProgramBody["expiry"]): ProgramRefusal[] {
  switch (mode) {
    case "none":
      return months === null
        ? notSupported(roundUpTo !== null, "/expiry/roundUpTo", "Rounding an expiry up")
        : [
            {
              code: "months-without-expiry",
              pointer: "/expiry/months",
              detail: 'Points never expire in this mode: leave months out, or choose "per-lot".',
            },
          ];
    case "per-lot":
      return [
        ...validateMonths(months),
        ...notSupported(roundUpTo !== null, "/expiry/roundUpTo", "Rounding an expiry up"),
      ];
    case "inactivity":
    case "fixed-date":
      return notSupported(
        true,
        "/expiry/mode",
        `Expiry by ${mode === "inactivity" ? "inactivity" : "fixed dates"}`,
      );
  }
}

function validateMonths(months: number | null): ProgramRefusal[] {
  const pointer = "/expiry/months";
  if (months === null)
    return [{ code: "months-missing", pointer, detail: "Say after how many months points expire." }];
  if (Number.isInteger(months) && months >= 1 && months <= EXPIRY_MONTHS_MAX) return [];
  return [
    {
      code: "months-out-of-range",
      pointer,
      detail: `Enter a whole number of months from 1 to ${EXPIRY_MONTHS_MAX}.`,
    },
  ];
}

function validateRefunds({ negativeBalance, limit }: ProgramBody["refunds"]): ProgramRefusal[] {
  const pointer = "/refunds/limit";
  if (negativeBalance !== "limit") {
    return limit === null
      ? []
      : [
          {
            code: "limit-without-policy",
            pointer,
            detail: 'A limit counts only with negativeBalance "limit": leave it out, or choose that.',
          },
        ];
  }
  if (limit !== null && Number.isInteger(limit) && limit > 0 && limit <= DEBT_LIMIT_MAX) return [];
  return [
    {
      code: "limit-missing",
      pointer,
      detail: "Say how many points a member may owe at most: a whole number above 0.",
    },
  ];
}

function selects({ tags, vendors, productIds, collectionIds }: Selection): boolean {
  return [tags, vendors, productIds, collectionIds].some(
    (chosen) => chosen !== undefined && chosen.length > 0,
  );
}

function notSupported(asked: boolean, pointer: string, what: string): ProgramRefusal[] {
  return asked
    ? [
        {
          code: "not-supported",
          pointer,
          detail: `${what}: this release can't do that yet. Leave it out; nothing was changed.`,
        },
      ]
    : [];
}
