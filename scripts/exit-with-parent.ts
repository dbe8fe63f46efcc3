/**
 * Preloaded (`node --import`) into the children of `npm start`: a child whose parent was killed shuts down as on
 * SIGTERM, and ends after a limit whatever it still does.
 */
const SHUTDOWN_LIMIT_MS = 5_000;

process.on("disconnect", () => {
  setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
  process.kill(process.pid, "SIGTERM");
});
process.channel?.unref(); // the channel alone keeps no finished child alive
