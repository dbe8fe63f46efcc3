import { describe, expect, it } from "vitest";
import { earn } from "#app/domain/earning/earn.ts";
import { money, program, usd } from "#test/support/factories.ts";

function earned(
  nets: readonly (string | { giftCard: string })[],
  change = {},
  options: { total?: string; storeCredit?: string } = {},
) {
  const lines = nets.map((net, position) => ({
    lineId: String(position),
    netMinor: usd(typeof net === "string" ? net : net.giftCard),
    giftCard: typeof net !== "string",
  }));
  const goods = lines.reduce((sum, { netMinor }) => sum + netMinor, 0n);
  return earn(
    {
      lines,
      totalMinor: options.total === undefined ? goods : usd(options.total),
      storeCreditMinor: usd(options.storeCredit ?? "0"),
    },
    program(change),
    "USD",
  );
}

describe("what an order earns", () => {
  it.each([
    ["1 point per 1.00 on 19.99 → 19", ["19.99"], {}, 19],
    ["3 points per 1.00 on 40.00 → 120", ["40.00"], { points: 3 }, 120],
    ["1 point per 2.00 on 19.99 → 9", ["19.99"], { per: "2.00" }, 9],
    ["$49.95 → 49", ["49.95"], {}, 49],
    ["a $50 item with a $10 coupon earns on 40", ["40.00"], {}, 40],
    ["the sum is rounded once an order: 0.60 + 0.60 → 1", ["0.60", "0.60"], {}, 1],
    ["gift cards earn nothing", [{ giftCard: "50.00" }, "20.00"], {}, 20],
    ["a zero order earns nothing", ["0.00"], {}, 0],
  ])("%s", (_, nets, change, points) => {
    expect(earned(nets, change).points).toBe(points);
  });

  it("shares the points over the lines by largest remainder, ties by line order", () => {
    expect(earned(["0.50", "0.50"]).lines.map(({ points }) => points)).toEqual([1, 0]);
    expect(earned(["19.99", "10.00"]).lines.map(({ points }) => points)).toEqual([19, 10]);
    expect(earned(["10.50", "10.50", "10.50"]).lines.map(({ points }) => points)).toEqual([11, 10, 10]);
  });

  it("an order paid partly with store credit earns on the rest, and says so line by line", () => {
    const result = earned(["60.00", "40.00"], {}, { total: "110.00", storeCredit: "33.00" });
    expect(result.points).toBe(70);
    expect(result.lines.map(({ countedMinor }) => countedMinor)).toEqual([usd("42.00"), usd("28.00")]);
    expect(earned(["60.00"], {}, { storeCredit: "60.00" }).points).toBe(0);
  });

  it.each([
    ["JPY has no decimals: 1 point per 100 on 1,980 → 19", "JPY", "100", "1980", 19],
    ["KWD has three: 1 point per 1.000 on 19.999 → 19", "KWD", "1.000", "19.999", 19],
  ])("%s", (_, currency, per, net, points) => {
    const order = {
      lines: [{ lineId: "1", netMinor: money(net, currency), giftCard: false }],
      totalMinor: 0n,
      storeCreditMinor: 0n,
    };
    expect(earn(order, program({ per }), currency).points).toBe(points);
  });
});
