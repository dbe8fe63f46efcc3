import path from "node:path";
import { startDevStore } from "./compose.ts";
import { EnvironmentError, readEnvironment } from "./environment.ts";

function log(message: string): void {
  console.log(JSON.stringify({ time: new Date().toISOString(), from: "dev-store", msg: message }));
}

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const appToml = path.join(import.meta.dirname, "..", "shopify.app.toml");
  const running = await startDevStore(environment, { appToml, log });
  log(`dev store at ${running.url}`);
  process.send?.({ ready: running.url });
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
  // Started by another process: never outlive it.
  if (process.channel) process.once("disconnect", end);
}

main().catch((error: unknown) => {
  const taken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
  if (error instanceof EnvironmentError) console.error(error.message);
  else if (taken)
    console.error(
      `Port ${process.env.DEV_STORE_PORT ?? "4000"} is taken. Stop what uses it, or set DEV_STORE_PORT to another.`,
    );
  else console.error(error);
  process.exit(1);
});
