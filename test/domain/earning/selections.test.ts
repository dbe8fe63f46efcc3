import { describe, expect, it } from "vitest";
import type { Selection } from "#app/domain/program/program-body.ts";
import {
  earned,
  earningOrder,
  type LineChange,
  programOf,
  rule,
  segmentMember,
} from "#test/support/earning.ts";

const TEA: LineChange = {
  net: "10.00",
  productId: "gid://shopify/Product/1",
  vendor: "Leaf & Co",
  productTags: ["Tea", "Été"],
  collectionIds: ["gid://shopify/Collection/1", "gid://shopify/Collection/2"],
  onSale: true,
};
const UNKNOWN: LineChange = { net: "100.00" };

function pointsWith(
  selections: { include?: Selection; exclude?: Selection },
  lines: LineChange[] = [TEA],
  { source = "web", tags = ["VIP"] }: { source?: string | null; tags?: string[] | null } = {},
) {
  const member = tags === null ? null : segmentMember({ tags });
  return earned(earningOrder(lines, { source }), programOf([rule(selections)]), { member }).points;
}

describe("an include counts lines and orders that meet every list given, within a list one is enough", () => {
  it.each<[string, Selection, number]>([
    ["no list: everything", {}, 10],
    ["empty lists: everything", { tags: [], vendors: [], channels: [] }, 10],
    ["a tag", { tags: ["Tea"] }, 10],
    ["a tag in another case of letters", { tags: ["TEA"] }, 10],
    ["… also in other scripts, however an accent is written", { tags: ["E\u0301TE\u0301"] }, 10],
    ["one of several tags", { tags: ["coffee", "tea"] }, 10],
    ["another tag", { tags: ["coffee"] }, 0],
    ["a part of a tag is another tag", { tags: ["te"] }, 0],
    ["a vendor", { vendors: ["Leaf & Co"] }, 10],
    ["another vendor", { vendors: ["Acme"] }, 0],
    ["a product", { productIds: ["gid://shopify/Product/1"] }, 10],
    ["another product", { productIds: ["gid://shopify/Product/11"] }, 0],
    ["one of its collections", { collectionIds: ["gid://shopify/Collection/2"] }, 10],
    ["another collection", { collectionIds: ["gid://shopify/Collection/3"] }, 0],
    ["on sale", { onSale: true }, 10],
    ["not on sale", { onSale: false }, 0],
    ["its channel", { channels: ["pos", "web"] }, 10],
    ["another channel", { channels: ["pos"] }, 0],
    ["the customer's tag, in any case of letters", { customerTags: ["vip"] }, 10],
    ["another tag of customers", { customerTags: ["staff"] }, 0],
    ["all of several lists", { tags: ["tea"], vendors: ["Leaf & Co"], channels: ["web"] }, 10],
    ["all but one of several lists", { tags: ["tea"], vendors: ["Leaf & Co"], channels: ["pos"] }, 0],
  ])("%s", (_, include, points) => {
    expect(pointsWith({ include })).toBe(points);
  });
});

describe("an exclude leaves out what meets any of its lists", () => {
  it.each<[string, Selection, number]>([
    ["no list: nothing", {}, 10],
    ["a tag", { tags: ["tea"] }, 0],
    ["one list of two", { tags: ["tea"], vendors: ["Acme"] }, 0],
    ["none of them", { tags: ["coffee"], vendors: ["Acme"] }, 10],
    ["on sale", { onSale: true }, 0],
    ["not on sale", { onSale: false }, 10],
    ["the whole order by its channel", { channels: ["web"] }, 0],
    ["the whole order by its customer", { customerTags: ["vip"] }, 0],
  ])("%s", (_, exclude, points) => {
    expect(pointsWith({ exclude })).toBe(points);
  });

  it("only the lines that meet it", () => {
    const lines = [TEA, { net: "5.00", productTags: ["coffee"] }];
    expect(pointsWith({ exclude: { tags: ["tea"] } }, lines)).toBe(5);
  });

  it("wins over an include", () => {
    expect(pointsWith({ include: { tags: ["tea"] }, exclude: { onSale: true } })).toBe(0);
  });
});

describe("what is not known meets no condition", () => {
  it.each<[string, Selection]>([
    ["tags", { tags: ["tea"] }],
    ["collections", { collectionIds: ["gid://shopify/Collection/1"] }],
    ["sale", { onSale: true }],
    ["no sale", { onSale: false }],
    ["vendor", { vendors: ["Leaf & Co"] }],
    ["product", { productIds: ["gid://shopify/Product/1"] }],
  ])("%s of a line: it is neither included nor excluded by it", (_, selection) => {
    expect(pointsWith({ include: selection }, [UNKNOWN])).toBe(0);
    expect(pointsWith({ exclude: selection }, [UNKNOWN])).toBe(100);
  });

  it("the channel of an order, the tags of nobody", () => {
    expect(pointsWith({ include: { channels: ["web"] } }, [TEA], { source: null })).toBe(0);
    expect(pointsWith({ exclude: { channels: ["web"] } }, [TEA], { source: null })).toBe(10);
    expect(pointsWith({ include: { customerTags: ["vip"] } }, [TEA], { tags: null })).toBe(0);
    expect(pointsWith({ exclude: { customerTags: ["vip"] } }, [TEA], { tags: null })).toBe(10);
  });

  it("a product that has no tags is known: it is not included by one, and not excluded", () => {
    const plain = [{ ...TEA, productTags: [] }];
    expect(pointsWith({ include: { tags: ["tea"] } }, plain)).toBe(0);
    expect(pointsWith({ exclude: { tags: ["tea"] } }, plain)).toBe(10);
  });
});
