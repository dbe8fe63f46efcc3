import { AppUnavailable, type AppClient } from "../app-under-test/app-client.ts";
import type { Courier } from "../webhooks/courier.ts";

const pollMs = 100;
/** Waiting retries are pressed at most this often, so that an app that has just come back is not run out of attempts. */
const hurryEveryMs = 2000;

export interface Quiet {
  courier: Courier;
  app: AppClient;
  /** Work of the dev store itself, e.g. the first installation. */
  ownPending: () => string[];
}

async function pendingNow(parts: Quiet): Promise<string[]> {
  const deliveries = [...parts.courier.outstanding()].map(([topic, count]) => `webhook ${topic}: ${count}`);
  try {
    return [...parts.ownPending(), ...deliveries, ...(await parts.app.pending())];
  } catch (error) {
    if (error instanceof AppUnavailable)
      return [...parts.ownPending(), ...deliveries, `app: ${error.message}`];
    throw error;
  }
}

/** Waits until nothing is under way, twice in a row. Returns what is still pending at the deadline; empty when quiet. */
async function waitForQuiet(parts: Quiet, deadlineMs: number): Promise<string[]> {
  let quietTimes = 0;
  let hurriedAtMs = 0;
  for (;;) {
    if (Date.now() - hurriedAtMs >= hurryEveryMs && (await parts.app.isUp())) {
      parts.courier.hurry();
      hurriedAtMs = Date.now();
    }
    const pending = await pendingNow(parts);
    quietTimes = pending.length === 0 ? quietTimes + 1 : 0;
    if (quietTimes === 2) return [];
    if (Date.now() >= deadlineMs) return pending.length > 0 ? pending : ["still settling"];
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** Waits for quiet; with `reconcile` then lets the app heal what was lost, and waits again. Returns what is left pending. */
export async function settle(
  parts: Quiet,
  input: { timeoutMs: number; reconcile: boolean },
): Promise<string[]> {
  const deadlineMs = Date.now() + input.timeoutMs;
  const pending = await waitForQuiet(parts, deadlineMs);
  if (pending.length > 0 || !input.reconcile) return pending;
  try {
    await parts.app.reconcile();
  } catch (error) {
    if (error instanceof AppUnavailable) return [`reconcile: ${error.message}`];
    throw error;
  }
  return waitForQuiet(parts, deadlineMs);
}
