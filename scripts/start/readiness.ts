import { setTimeout as wait } from "node:timers/promises";

const POLL_INTERVAL_MS = 250;
const ANSWER_LIMIT_MS = 5_000;

type Answer = { status: number; body: string };

async function ask(url: string): Promise<Answer | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    return { status: response.status, body: await response.text() };
  } catch {
    return null; // nothing listens there yet
  }
}

/** Resolves when `/healthz` of the server answers 200. Why one never does is told by its own log or crash. */
export async function waitUntilHealthy(server: string): Promise<void> {
  while ((await ask(`${server}/healthz`))?.status !== 200) await wait(POLL_INTERVAL_MS);
}

/** Shows what the app is still doing until `/readyz` answers 200; a line is shown once. */
export async function followReadiness(url: string, say: (line: string) => void): Promise<void> {
  for (let shown = ""; ;) {
    const answer = await ask(url);
    if (answer?.status === 200) return say("ready: the orders are imported and their figures are there");
    const line = answer === null ? shown : describe(answer.body);
    if (line !== shown) say(line);
    shown = line;
    await wait(POLL_INTERVAL_MS * 4);
  }
}

/** `/readyz` answers 503 with `{ "waitingFor": ["…"] }`. */
function describe(body: string): string {
  try {
    const { waitingFor } = JSON.parse(body) as { waitingFor?: string[] };
    return `not ready yet: ${(waitingFor ?? ["the app"]).join("; ")}`;
  } catch {
    return "not ready yet";
  }
}
