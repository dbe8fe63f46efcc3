import type { Life } from "../life.ts";

/** One thing that happens. Resolves to what came of it, in a few words that are the same in every replay; null: nothing could. */
export type Step = {
  readonly name: string;
  readonly weight: number;
  readonly run: (life: Life) => Promise<string | null> | string | null;
};
