import { describe, expect, it } from "vitest";
import {
  decideMark,
  ladderShown,
  ownTags,
  type TierMark,
  wantedMark,
  whileMarking,
} from "#app/domain/tiers/tier-marks.ts";
import { PLAIN_TIER, type Tier, type Tiers } from "#app/domain/tiers/tiers.ts";

const tier = (id: string, change: Partial<Tier> = {}): Tier => ({
  ...PLAIN_TIER,
  id,
  name: id,
  from: null,
  ...change,
});
const ladder = (...tiers: Tier[]): Tiers => ({
  ...{ measure: "spent", join: "any", window: { kind: "lifetime", months: null, keepNext: false } },
  ...{ graceDays: 0, countPending: true, softLanding: false, noticeDays: null, ladder: tiers, replaced: {} },
});
const LADDER = ladder(tier("silver"), tier("gold", { name: "Gold", tag: "Gold Club" }));
const ADA = { customerId: "ada", takesPart: true, tierId: "gold" };
const SHOWN = '{"id":"gold","name":"Gold","rank":2}';
const MARK: TierMark = { customerId: "ada", tags: ["Gold Club"], shown: SHOWN };
const GOLD = wantedMark(LADDER, ADA, null);

describe("the mark that a member should have", () => {
  it("is the tier's tag and its place in the ladder, with a code for free shipping where there is one", () => {
    expect(GOLD).toEqual({ customerId: "ada", tag: "Gold Club", shown: SHOWN });
    expect(wantedMark(LADDER, { ...ADA, tierId: "silver" }, "AAAAA-BBBBB")).toEqual({
      customerId: "ada",
      tag: "tier:silver",
      shown: '{"id":"silver","name":"silver","rank":1,"freeShippingCode":"AAAAA-BBBBB"}',
    });
  });

  it.each([
    ["takes no part", LADDER, { ...ADA, takesPart: false }],
    ["is known by e-mail alone", LADDER, { ...ADA, customerId: null }],
    ["is in no tier", LADDER, { ...ADA, tierId: null }],
    ["is in a tier that is gone", LADDER, { ...ADA, tierId: "platinum" }],
    ["has a program without tiers", null, ADA],
  ])("is none for who %s", (_, tiers, member) => {
    expect(wantedMark(tiers, member, null)).toBeNull();
  });
});

describe("what brings Shopify in step", () => {
  const facts = { customerId: "ada", mark: MARK, seen: null };

  it("is nothing where the mark is as it should be, and where Shopify tells of it in other letters", () => {
    expect(decideMark(GOLD, facts).steps).toBeNull();
    expect(decideMark(GOLD, { ...facts, seen: ["GOLD CLUB"] }).steps).toBeNull();
  });

  it("goes by what was seen, and by what may be there because of us", () => {
    expect(decideMark(GOLD, { ...facts, seen: [] }).steps).toEqual({
      ...{ customerId: "ada", add: ["Gold Club"], remove: [], show: null },
    });
    expect(decideMark(GOLD, { ...facts, seen: ["Gold Club", "tier:silver"] }).steps).toEqual({
      ...{ customerId: "ada", add: [], remove: ["tier:silver"], show: null },
    });
    const half: TierMark = { customerId: "ada", tags: ["tier:silver", "Gold Club"], shown: null };
    expect(decideMark(GOLD, { ...facts, mark: half }).steps).toEqual({
      ...{ customerId: "ada", add: [], remove: ["tier:silver"], show: { value: SHOWN } },
    });
  });

  it("takes everything of ours away from who should have none, and a tag of ours from who never had a mark", () => {
    expect(decideMark(null, facts)).toEqual({
      steps: { customerId: "ada", add: [], remove: ["Gold Club"], show: "gone" },
      ...{ after: null, again: false },
    });
    expect(decideMark(null, { customerId: "bob", mark: null, seen: ["tier:silver"] }).steps).toEqual({
      ...{ customerId: "bob", add: [], remove: ["tier:silver"], show: null },
    });
    expect(decideMark(null, { customerId: "bob", mark: null, seen: null }).steps).toBeNull();
  });

  it("cleans up at a former customer first, whose tags are not this one's", () => {
    const moved = decideMark(
      { ...GOLD!, customerId: "eve" },
      { customerId: "eve", mark: MARK, seen: ["tier:silver"] },
    );
    expect(moved).toEqual({
      steps: { customerId: "ada", add: [], remove: ["Gold Club"], show: "gone" },
      ...{ after: null, again: true },
    });
  });

  it("remembers meanwhile all that may be there", () => {
    const after: TierMark = { customerId: "ada", tags: ["tier:silver"], shown: "{}" };
    expect(whileMarking(MARK, after)).toEqual({
      ...{ customerId: "ada", tags: ["Gold Club", "tier:silver"], shown: null },
    });
    expect(whileMarking(null, after)).toEqual({ ...after, shown: null });
  });
});

describe("a ladder", () => {
  it("owns its tags but for those that let customers in", () => {
    expect(ownTags(ladder(tier("a"), tier("b", { tag: "VIP" }), tier("c", { entryTag: "vip" })))).toEqual([
      "tier:a",
      "tier:c",
    ]);
    expect(ownTags(null)).toEqual([]);
  });

  it("is shown anew when a name, a tag, a place or the way of shipping changes, and not for a threshold", () => {
    const shown = ladderShown(LADDER);
    const [silver, gold] = LADDER.ladder as [Tier, Tier];
    const isNew = (next: Tiers) => ladderShown(next) !== shown;
    expect([
      isNew(ladder(gold, silver)),
      isNew(ladder(silver, { ...gold, name: "Or" })),
      isNew(ladder(silver, { ...gold, tag: null })),
      isNew(ladder(silver, { ...gold, freeShipping: "code" })),
      isNew(ladder({ ...silver, from: "10" }, { ...gold, multiplier: "2" })),
    ]).toEqual([true, true, true, true, false]);
  });
});
