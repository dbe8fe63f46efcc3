import type { Outcome } from "#app/domain/shared/outcome.ts";
import type { InboxEvent } from "./inbox-ports.ts";

/** Why an event is not done. `permanent`: trying again would not help. */
export type Failure = { readonly text: string; readonly permanent: boolean };
export type Fail = (event: InboxEvent, failure: Failure) => void;

/** Does it; a throw is a bug or the database's trouble, a refusal Shopify's. Either is told and may pass. Null: it went well. */
export async function attempt(work: () => Promise<Outcome<unknown> | void>): Promise<Failure | null> {
  try {
    const outcome = await work();
    return outcome && !outcome.ok ? refused(outcome) : null;
  } catch (error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { text: text.slice(0, 1000), permanent: false };
  }
}

export function refused(outcome: Extract<Outcome<unknown>, { ok: false }>): Failure {
  const [first] = outcome.refusals;
  return { text: `${first.code}: ${first.detail}`, permanent: false };
}

/** All at once for speed; if that fails, one by one, so that the one at fault does not take the others with it. */
export async function applyTogetherOrAlone<T>(
  items: readonly T[],
  apply: (items: readonly T[]) => Promise<Outcome<unknown> | void>,
  failed: (item: T, failure: Failure) => void,
): Promise<void> {
  if (items.length === 0) return;
  const together = await attempt(() => apply(items));
  if (together === null) return;
  if (items.length === 1) return items.forEach((item) => failed(item, together));
  for (const item of items) {
    const alone = await attempt(() => apply([item]));
    if (alone !== null) failed(item, alone);
  }
}
