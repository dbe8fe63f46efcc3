import { describe, expect, it } from "vitest";
import { quantile, timeToSecondOrder } from "#app/domain/retention/time-to-second-order.ts";

describe("time to the second order", () => {
  it("is not observed when nobody has come back", () => {
    const nobody = timeToSecondOrder({ returned: new Map(), waiting: new Map([[40, 3]]) });
    expect(nobody).toEqual({ median: null, mean: null, q1: null, q3: null, kaplanMeierMedian: null });
  });

  it("takes quartiles by linear interpolation (type 7): 1 2 3 4 has median 2.5 and quartiles 1.75 and 3.25", () => {
    const four = new Map([
      [4, 1],
      [1, 1],
      [3, 1],
      [2, 1],
    ]);
    expect([0.25, 0.5, 0.75].map((p) => quantile(four, p))).toEqual([1.75, 2.5, 3.25]);
  });

  it("counts a customer who is still waiting as at risk up to the day last seen", () => {
    // Six customers: returns on day 1 and 3, one lost from sight on day 2, returns on 4; S = 5/6, 5/6·3/4, …
    const times = {
      returned: new Map([
        [1, 1],
        [3, 1],
        [4, 1],
      ]),
      waiting: new Map([
        [2, 1],
        [9, 2],
      ]),
    };
    // S(1) = 5/6, S(3) = 5/6 · 3/4 = 0.625, S(4) = 0.625 · 2/3 = 0.41667
    expect(timeToSecondOrder(times).kaplanMeierMedian).toBe(4);
    expect(timeToSecondOrder(times).median).toBe(3);
  });

  it("has no Kaplan–Meier median while more than half have not come back", () => {
    const times = { returned: new Map([[5, 2]]), waiting: new Map([[100, 3]]) };
    expect(timeToSecondOrder(times).kaplanMeierMedian).toBeNull();
  });
});
