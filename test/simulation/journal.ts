import type { RedeemRequest } from "#app/usecases/rewards/decide-redemption.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";

/** What was done to the app from outside, and what it answered. */
export type Journal = {
  /** Programs whose publication was answered, by version. */
  readonly publications: Map<number, ProgramBody>;
  /** Adjustments that the app has accepted, by their key; kept with the request so that it can be repeated. */
  readonly adjustments: Map<string, AcceptedAdjustment>;
  /** Requests whose answer was never heard: the process died. They are made again until one is answered. */
  readonly unanswered: AskedAdjustment[];
  /** Every redemption that was asked for. */
  readonly redemptions: RedeemRequest[];
  redemptionNumber: number;
  tierNumber: number;
  /** The last step has reviewed everybody's tier. */
  isReviewed: boolean;
  /** Undone adjustments: `<member id>-<seq>`. */
  readonly undone: Set<string>;
  /** Customers whose erasure was asked for, and those into whom such a one was merged later. */
  readonly erased: Set<string>;
  /** The webhooks that were thrown away. */
  lost: number;
  kills: number;
  adjustmentNumber: number;
};

export type AskedAdjustment = {
  readonly key: string;
  readonly memberId: string;
  readonly points: number;
  readonly reason: string;
  readonly expiresAt: Date | null | undefined;
};

export type AcceptedAdjustment = AskedAdjustment & { readonly seq: number };

export function createJournal(): Journal {
  return {
    publications: new Map(),
    adjustments: new Map(),
    unanswered: [],
    redemptions: [],
    redemptionNumber: 0,
    tierNumber: 0,
    isReviewed: false,
    undone: new Set(),
    erased: new Set(),
    lost: 0,
    kills: 0,
    adjustmentNumber: 0,
  };
}
