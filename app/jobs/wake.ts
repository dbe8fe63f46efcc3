import type { Logger, Wake } from "#app/usecases/ports.ts";
import type { JobQueue } from "./queue.ts";

const PAUSE_MS = 100;

export type DebouncedWake = Wake & {
  /** Sends what is still held back. */
  flush(): Promise<void>;
};

/** Many wake-ups of one shop within a moment become one: at a thousand webhooks a second the queue hears of ten. */
export function createWake(queue: Pick<JobQueue, "send">, log: Logger): DebouncedWake {
  const waiting = new Map<string, { job: string; shopId: string; timer: NodeJS.Timeout }>();

  const send = async (job: string, shopId: string): Promise<void> => {
    try {
      await queue.send(job, shopId);
    } catch (problem) {
      // The work stands in the database and the next sweep finds it: late, not lost.
      log.warn({ job, shopId, err: problem }, "a wake-up could not be sent; the next sweep finds the work");
    }
  };
  const wake = (job: string, shopId: string): void => {
    const key = `${job} ${shopId}`;
    if (waiting.has(key)) return;
    const timer = setTimeout(() => {
      waiting.delete(key);
      void send(job, shopId);
    }, PAUSE_MS);
    waiting.set(key, { job, shopId, timer });
  };
  return {
    inbox: (shopId) => wake("drain-inbox", shopId),
    imports: (shopId) => wake("run-import", shopId),
    metafields: (shopId) => {
      wake("sync-metafields", shopId);
      wake("sync-tiers", shopId);
      wake("plan-mails", shopId);
      wake("move-tiers", shopId);
    },
    mails: (shopId) => wake("send-mails", shopId),
    redemptions: (shopId) => wake("settle-redemptions", shopId),
    campaigns: (shopId) => wake("run-campaigns", shopId),
    grants: (shopId) => wake("run-bulk-grants", shopId),
    tiers: (shopId) => wake("move-tiers", shopId),
    async flush() {
      const held = [...waiting.values()];
      waiting.clear();
      for (const one of held) clearTimeout(one.timer);
      await Promise.all(held.map((one) => send(one.job, one.shopId)));
    },
  };
}
