import type { ProgramBody } from "./program-body.ts";

/** A published program; it never changes (law 10). */
export type ProgramVersion = {
  readonly version: number;
  readonly publishedAt: Date;
  readonly publishedBy: string;
  readonly body: ProgramBody;
};
