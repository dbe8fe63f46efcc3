import type { ProgramBody } from "#app/domain/program/program-body.ts";

/** What was done to the app from outside, and what it answered. */
export type Journal = {
  readonly publications: {
    readonly version: number;
    readonly publishedAt: Date;
    readonly body: ProgramBody;
  }[];
  /** Adjustments that the app has accepted, by their key; kept with the request so that it can be repeated. */
  readonly adjustments: Map<string, AcceptedAdjustment>;
  /** Requests whose answer was never heard: the process died. They are made again until one is answered. */
  readonly unanswered: AskedAdjustment[];
  /** Undone adjustments: `<member id>-<seq>`. */
  readonly undone: Set<string>;
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
    publications: [],
    adjustments: new Map(),
    unanswered: [],
    undone: new Set(),
    lost: 0,
    kills: 0,
    adjustmentNumber: 0,
  };
}
