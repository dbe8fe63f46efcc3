import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { defineJob } from "#app/jobs/job.ts";
import { createJobQueue, type JobQueue } from "#app/jobs/queue.ts";
import { createWake } from "#app/jobs/wake.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createMemoryLog } from "#test/support/memory-log.ts";

const SHOP = "queue.myshopify.com";
const data = z.object({ shopId: z.string() });
const job = (name: string, guardedBy: "queue" | "work" = "queue", retries = 0) =>
  defineJob({ name, data, concurrency: 2, guardedBy, expiresAfterSeconds: 60, retries });

/** A promise and what resolves it. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

describe("the job queue", () => {
  let testDatabase: TestDatabase;
  const queues: JobQueue[] = [];
  const log = createMemoryLog();

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
  });
  afterEach(async () => {
    await Promise.all(queues.splice(0).map((queue) => queue.stop()));
  });
  afterAll(() => testDatabase.drop());

  const open = (role: "sender" | "worker", jobs: readonly ReturnType<typeof job>[]): JobQueue => {
    const queue = createJobQueue({ databaseUrl: testDatabase.url, role, jobs, log });
    queues.push(queue);
    return queue;
  };

  it("runs in the worker what another process has sent", async () => {
    const jobs = [job("crossing")];
    const done = gate();
    const seen: string[] = [];
    await open("worker", jobs).work(jobs[0] as (typeof jobs)[0], async ({ shopId }) => {
      seen.push(shopId);
      done.open();
    });
    await open("sender", jobs).send("crossing", SHOP);
    await done.opened;
    expect(seen).toEqual([SHOP]);
  });

  it("lets one run and one wait for each shop, however often it is asked", async () => {
    const jobs = [job("coalescing")];
    const queue = open("worker", jobs);
    const running = gate();
    const finish = gate();
    const both = gate();
    let runs = 0;
    await queue.work(jobs[0] as (typeof jobs)[0], async () => {
      runs += 1;
      if (runs === 2) both.open();
      running.open();
      await finish.opened;
    });
    await queue.send("coalescing", SHOP);
    await running.opened;
    for (let call = 0; call < 5; call += 1) await queue.send("coalescing", SHOP);
    expect(await queue.listOpen()).toEqual([{ job: "coalescing", count: 2 }]);
    finish.open();
    await both.opened;
    await queue.stop();
    expect(runs).toBe(2);
  });

  it("lists what failed for good, for its own shop alone, and runs it again when asked", async () => {
    const jobs = [job("failing")];
    const queue = open("worker", jobs);
    const failed = gate();
    const retried = gate();
    let runs = 0;
    await queue.work(jobs[0] as (typeof jobs)[0], async () => {
      runs += 1;
      if (runs === 1) {
        failed.open();
        throw new Error("Shopify is closed today");
      }
      retried.open();
    });
    await queue.send("failing", SHOP);
    await failed.opened;
    const listed = await expect
      .poll(() => queue.listFailed(SHOP))
      .toMatchObject([{ job: "failing", attempts: 1, failure: "Shopify is closed today" }])
      .then(() => queue.listFailed(SHOP));
    expect(await queue.listFailed("other.myshopify.com")).toEqual([]);
    const id = listed[0]?.id ?? "";
    expect(await queue.retry("other.myshopify.com", "failing", id)).toBe(false);
    expect(await queue.retry(SHOP, "no-such-job", id)).toBe(false);
    expect(await queue.retry(SHOP, "failing", id)).toBe(true);
    await retried.opened;
    expect(runs).toBe(2);
  });

  it("hands work back that has to end early because the process stops", async () => {
    const jobs = [job("long", "work", 3)];
    const first = open("worker", jobs);
    const running = gate();
    await first.work(jobs[0] as (typeof jobs)[0], async (_data, signal) => {
      running.open();
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    });
    await first.send("long", SHOP);
    await running.opened;
    await first.stop();

    const second = open("worker", jobs);
    const again = gate();
    await second.work(jobs[0] as (typeof jobs)[0], async () => again.open());
    await again.opened;
  });

  it("refuses a payload that is not what the job promises", async () => {
    const strict = defineJob({
      name: "strict",
      data: z.object({ shopId: z.string().startsWith("right") }),
      concurrency: 1,
      guardedBy: "queue",
      expiresAfterSeconds: 60,
      retries: 0,
    });
    const queue = open("worker", [strict]);
    let runs = 0;
    await queue.work(strict, async () => void (runs += 1));
    await queue.send("strict", "wrong.myshopify.com");
    await expect.poll(() => queue.listFailed("wrong.myshopify.com")).toHaveLength(1);
    expect(runs).toBe(0);
  });
});

describe("a wake-up", () => {
  it("is sent once for many in a moment, for each kind and shop", async () => {
    const sent: string[] = [];
    const wake = createWake(
      { send: async (name, shopId) => void sent.push(`${name} ${shopId}`) },
      createMemoryLog(),
    );
    for (let call = 0; call < 100; call += 1) {
      wake.inbox("a");
      wake.inbox("b");
      wake.metafields("a");
    }
    await wake.flush();
    // Books that changed are shown and told of.
    expect(sent.sort()).toEqual([
      ...["drain-inbox a", "drain-inbox b", "move-tiers a", "plan-mails a", "sync-metafields a"],
      "sync-tiers a",
    ]);
  });

  it("that can't be sent is logged and lost, not thrown at who asked: the sweep finds the work", async () => {
    const log = createMemoryLog();
    const wake = createWake({ send: () => Promise.reject(new Error("no database")) }, log);
    wake.imports("a");
    await wake.flush();
    expect(log.lines).toMatchObject([{ level: "warn", fields: { job: "run-import", shopId: "a" } }]);
  });
});
