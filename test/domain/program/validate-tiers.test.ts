import { expect, it } from "vitest";
import { validateTiers } from "#app/domain/program/validate-tiers.ts";
import type { Tiers } from "#app/domain/tiers/tiers.ts";
import { program } from "#test/support/factories.ts";
import { tier, tiers } from "#test/support/tiers-house.ts";

const bronze = tier("bronze", "0");
const silver = tier("silver", "1000");
const gold = tier("gold", "5000");
const ladder = (...ladder: Tiers["ladder"]) => tiers({ ladder });
const faults = (ladder: Tiers, currency = "USD") =>
  validateTiers({ ...program(), tiers: ladder }, currency).map(({ code, pointer }) => [pointer, code]);

it("a ladder that works is accepted, also of one tier, of a closed club and of amounts without cents", () => {
  expect(faults(tiers())).toEqual([]);
  expect(faults(ladder(bronze))).toEqual([]);
  expect(faults(ladder(tier("club", null)))).toEqual([]);
  expect(faults(ladder(bronze, silver), "JPY")).toEqual([]);
});

it.each<[string, Tiers, string, string]>([
  [
    "thresholds out of order",
    ladder(bronze, gold, silver),
    "/tiers/ladder/2/from",
    "thresholds-out-of-order",
  ],
  [
    "equal thresholds, also written otherwise",
    ladder(bronze, silver, tier("gold", "1000.00")),
    "/tiers/ladder/2/from",
    "thresholds-out-of-order",
  ],
  ["a ladder without a bottom", ladder(silver, gold), "/tiers/ladder/0/from", "bottom-missing"],
  ["a ladder without tiers", ladder(), "/tiers/ladder", "ladder-empty"],
  [
    "a multiplier of 0",
    ladder(bronze, { ...silver, multiplier: "0" }),
    "/tiers/ladder/1/multiplier",
    "multiplier-out-of-range",
  ],
  [
    "a multiplier of 1000",
    ladder(bronze, { ...silver, multiplier: "1000" }),
    "/tiers/ladder/1/multiplier",
    "multiplier-out-of-range",
  ],
  [
    "two tiers with one tag, in any case of letters",
    ladder(bronze, { ...silver, tag: "VIP" }, { ...gold, tag: "vip" }),
    "/tiers/ladder/2/tag",
    "tag-taken",
  ],
  [
    "a tag that is another tier's own",
    ladder(bronze, { ...silver, tag: "tier:gold" }, gold),
    "/tiers/ladder/2/tag",
    "tag-taken",
  ],
  [
    "an entry reward that does not exist",
    ladder(bronze, { ...silver, entryRewardId: "gone" }),
    "/tiers/ladder/1/entryRewardId",
    "unknown-reward",
  ],
  [
    "half an order",
    tiers({ measure: "orders", ladder: [bronze, tier("silver", "1.5")] }),
    "/tiers/ladder/1/from",
    "threshold-not-valid",
  ],
  [
    "more money than a sum can hold",
    ladder(bronze, tier("silver", "99999999999999999999")),
    "/tiers/ladder/1/from",
    "threshold-not-valid",
  ],
  ["grace days below 0", tiers({ graceDays: -1 }), "/tiers/graceDays", "days-out-of-range"],
  [
    "a rolling window without months",
    tiers({ window: { kind: "rolling", months: null, keepNext: false } }),
    "/tiers/window/months",
    "months-out-of-range",
  ],
])("%s: refused at the field", (_, refused, pointer, code) => {
  expect(faults(refused)).toEqual([[pointer, code]]);
});

it("cents of a currency without them are refused", () => {
  expect(faults(ladder(bronze, tier("silver", "1000.50")), "JPY")).toEqual([
    ["/tiers/ladder/1/from", "threshold-not-valid"],
  ]);
});
