import type { Refusal } from "../shared/outcome.ts";

/** Why a program can't be published, each at its field. Texts for people: locales, `program.refusal.<code>`. */
export type ProgramRefusal = Refusal<
  | "not-supported"
  | "too-many"
  | "field-not-read"
  | "id-not-valid"
  | "id-taken"
  | "points-not-whole"
  | "points-not-positive"
  | "points-too-many"
  | "price-too-high"
  | "divisor-missing"
  | "divisor-not-positive"
  | "amount-not-valid"
  | "count-out-of-range"
  | "priority-not-whole"
  | "every-missing"
  | "action-missing"
  | "factor-out-of-range"
  | "unknown-rule"
  | "span-empty"
  | "moment-not-valid"
  | "entry-empty"
  | "gid-not-valid"
  | "exclusive-conflict"
  | "days-out-of-range"
  | "months-missing"
  | "months-out-of-range"
  | "months-without-expiry"
  | "dates-missing"
  | "date-not-valid"
  | "date-taken"
  | "fixed-date-before-maturity"
  | "limit-missing"
  | "limit-without-policy"
  | "name-missing"
  | "value-missing"
  | "value-not-positive"
  | "percentage-out-of-range"
  | "slider-not-possible"
  | "slider-minimum"
  | "slider-maximum"
  | "slider-share"
  | "reward-above-order"
  | "minimum-of-some-goods"
  | "products-or-collections"
  | "product-missing"
  | "ladder-empty"
  | "bottom-missing"
  | "threshold-not-valid"
  | "thresholds-out-of-order"
  | "measure-taken"
  | "multiplier-out-of-range"
  | "tag-taken"
  | "color-not-valid"
  | "unknown-reward"
  | "unknown-tier"
  | "tier-not-removed"
  | "language-not-valid"
  | "keep-next-without-year"
  | "months-without-rolling"
  | "tier-has-members"
>;

export type ProgramRefusalCode = ProgramRefusal["code"];

/** One refusal as a list, none where `when` does not hold: lists are what checks are composed of. */
export function refuseWhen(
  when: boolean,
  code: ProgramRefusalCode,
  pointer: string,
  detail: string,
): ProgramRefusal[] {
  return when ? [{ code, pointer, detail }] : [];
}

export function notSupported(asked: boolean, pointer: string, what: string): ProgramRefusal[] {
  return refuseWhen(
    asked,
    "not-supported",
    pointer,
    `${what}: this release can't do that yet. Leave it out; nothing was changed.`,
  );
}

/** A switch that nothing reads is a broken promise: it is refused, never ignored. */
export function notRead(given: boolean, pointer: string, whose: string): ProgramRefusal[] {
  return refuseWhen(given, "field-not-read", pointer, `${whose} does not use this: leave it out.`);
}
