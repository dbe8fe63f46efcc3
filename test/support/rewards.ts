import { DEFAULT_PROGRAM, type ProgramBody } from "#app/domain/program/program-body.ts";
import type { Reward } from "#app/domain/rewards/reward.ts";

/** 5.00 off for 500 points, good for thirty days, for everybody, as often as they like, unless said. */
export function reward(change: Partial<Reward> = {}): Reward {
  return {
    ...{ id: "five-off", kind: "amount-off", name: "5 off", points: 500, value: "5.00", slider: null },
    ...{ minimumOrder: null, appliesTo: { productIds: [], collectionIds: [] }, product: null },
    combinesWith: { order: false, product: false, shipping: false },
    ...{ validDays: 30, perMember: null, total: null, customerTags: [], tierIds: [] },
    ...{ enabled: true, from: null, until: null },
    ...change,
  };
}

export function programWith(...rewards: Reward[]): ProgramBody {
  return { ...DEFAULT_PROGRAM, rewards };
}
