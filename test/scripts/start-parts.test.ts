import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { formatLogLine } from "../../scripts/start/log-line.ts";
import { endPreviousRun, rememberRun } from "../../scripts/start/previous-run.ts";
import { provideSecrets } from "../../scripts/start/secrets.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "perennial-start-"));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

describe("the secrets of the local store", () => {
  it("are made once and kept, readable by their owner alone", () => {
    const first = provideSecrets(directory, {});
    expect(provideSecrets(directory, {})).toEqual(first);
    expect(statSync(join(directory, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  it("yield to the environment without forgetting those that were made", () => {
    const made = provideSecrets(directory, {});
    expect(provideSecrets(directory, { PERENNIAL_API_TOKEN: "mine" }).PERENNIAL_API_TOKEN).toBe("mine");
    expect(provideSecrets(directory, {}).PERENNIAL_API_TOKEN).toBe(made.PERENNIAL_API_TOKEN);
  });
});

describe("the end of an earlier run", () => {
  it("is nothing to wait for on a new data directory", async () => {
    await expect(endPreviousRun(directory, false, () => {})).resolves.toBeUndefined();
  });

  it("never touches a process that only has the id of one of ours by now", async () => {
    const stranger = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    await once(stranger, "spawn");
    rememberRun(directory, [stranger.pid ?? 0]);
    await endPreviousRun(directory, true, () => {});
    expect(stranger.exitCode).toBeNull();
    stranger.kill();
    await once(stranger, "exit");
  });

  it("is refused to a second start while the first one works, and forced by --fresh", async () => {
    // A stand-in with the command line of a running `npm start`.
    const script = join(directory, "scripts/start.ts");
    mkdirSync(join(directory, "scripts"));
    writeFileSync(script, "setInterval(() => {}, 1000);");
    const running = fork(script, [], { stdio: "ignore" });
    await once(running, "spawn");
    writeFileSync(join(directory, "run.json"), JSON.stringify({ leader: running.pid, children: [] }));
    await expect(endPreviousRun(directory, false, () => {})).rejects.toThrow(/already running/);
    const ended = once(running, "exit");
    await endPreviousRun(directory, true, () => {});
    await ended;
    expect(running.signalCode).toBe("SIGTERM");
  });

  it("is waited for when the first one is already stopping", async () => {
    const script = join(directory, "scripts/start.ts");
    mkdirSync(join(directory, "scripts"));
    writeFileSync(script, "process.on('message', () => process.exit(0)); process.send('up');");
    const stopping = fork(script, [], { stdio: ["ignore", "ignore", "ignore", "ipc"] });
    await once(stopping, "message");
    const run = { leader: stopping.pid, children: [], stopping: true };
    writeFileSync(join(directory, "run.json"), JSON.stringify(run));
    const told: string[] = [];
    await endPreviousRun(directory, false, (line) => {
      told.push(line);
      stopping.send("go");
    });
    expect(told).toEqual(["waiting for the processes of an earlier run to end"]);
    expect(stopping.exitCode).toBe(0);
  });
});

describe("a line of a child's log", () => {
  it.each([
    ["passes when it is plain", "hello", "hello"],
    ["passes when it only looks structured", "{hello", "{hello"],
    [
      "loses its braces",
      '{"level":"info","time":"t","process":"web","msg":"request","status":200}',
      "request status=200",
    ],
    ["names a level worth noticing", '{"level":"warn","msg":"slow","ms":9}', "WARN: slow ms=9"],
    [
      "shows where an error came from",
      '{"level":"error","msg":"bad","err":{"stack":"Error: x"}}',
      "ERROR: bad \nError: x",
    ],
  ])("%s", (_what, line, shown) => {
    expect(formatLogLine(line)).toBe(shown);
  });
});
