/** The second process: takes jobs from the queue and keeps the schedules. Run by Node itself, without a build. */
import { readEnvironment } from "./env.server.ts";
import { handlersOf } from "./jobs/handlers.server.ts";
import { type JobName, jobs, schedule } from "./jobs/schedule.ts";
import { onShutdown } from "./shutdown.server.ts";
import { createApp, setApp } from "./wiring.server.ts";

const app = createApp(readEnvironment(process.env), { role: "worker" });
setApp(app);
onShutdown(app.log, () => app.stop());

const handlers = handlersOf(app);
await app.queue.start();
for (const job of jobs) {
  const handle = handlers[job.name];
  await app.queue.work(job, async (data, signal) => {
    await app.clock.refresh();
    await handle(data, signal);
  });
}
for (const { job, cron } of schedule) {
  const sweep = async (): Promise<void> => {
    await app.clock.refresh();
    for (const shopId of await listShopsFor(job)) await app.queue.send(job, shopId);
  };
  await app.queue.everyTime(job, cron, sweep);
  await sweep(); // what an earlier worker left behind need not wait for the clock
}

/** Compliance events come after an uninstall too; all other work is for shops that have the app. */
async function listShopsFor(job: JobName): Promise<string[]> {
  return job === "drain-inbox" ? app.inbox.listShopsWithDue(app.clock.now()) : app.shops.listInstalled();
}

app.log.info({ jobs: jobs.length, schedules: schedule.length }, "worker ready");
process.send?.({ kind: "ready" });
