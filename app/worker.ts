/** The second process: takes jobs from the queue and keeps the schedules. Run by Node itself, without a build. */
import { readEnvironment } from "./env.server.ts";
import { handlersOf } from "./jobs/handlers.server.ts";
import { jobs, schedule } from "./jobs/schedule.ts";
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
for (const entry of schedule) {
  await app.queue.everyTime(entry.job, entry.cron, async () => {
    for (const shopId of await app.shops.listInstalled()) await app.queue.send(entry.job, shopId);
  });
}
app.log.info({ jobs: jobs.length, schedules: schedule.length }, "worker ready");
process.send?.({ kind: "ready" });
