/**
 * What `npm start` and `npm test` do before anything else, on any Node from 20 on and with nothing installed:
 * install the packages of package-lock.json when they are not there, then go on with the Node that it pins.
 */
import { fork, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PINNED_NODE = join(ROOT, "node_modules/node/bin/node");
const OLDEST_NODE_MAJOR = 20;

/** True when node_modules holds what package-lock.json says; npm keeps its own list of what it installed. */
function isInstalled() {
  const installedList = join(ROOT, "node_modules/.package-lock.json");
  if (!existsSync(installedList) || !existsSync(PINNED_NODE)) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(installedList, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional, peer }]) =>
      path === "" ||
      installed[path]?.version === version ||
      (!installed[path] && (optional || devOptional || peer)),
  );
}

function install() {
  console.log("Installing the packages of package-lock.json (once; a few minutes) …");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync(npm ? process.execPath : "npm", npm ? [npm, ...args] : args, {
    cwd: ROOT,
    stdio: "inherit",
    shell: !npm && process.platform === "win32",
    // Prisma's native engines are never run (docs/decisions/006), so they are not downloaded either.
    env: { ...process.env, PRISMA_SKIP_POSTINSTALL_GENERATE: "1", ...withoutPrismaEngines() },
  });
  if (status !== 0) {
    console.error(
      "\nThe packages could not be installed; npm says why above. Mend that, then run the command again.",
    );
    process.exit(1);
  }
}

function withoutPrismaEngines() {
  const anyExistingFile = join(ROOT, "package.json");
  return { PRISMA_SCHEMA_ENGINE_BINARY: anyExistingFile, PRISMA_QUERY_ENGINE_LIBRARY: anyExistingFile };
}

/** The parent's process id where Linux tells it, else null. */
function parentOf(pid) {
  const file = `/proc/${pid}/stat`; // "123 (sh) S 122 …": a name may hold spaces, so read after its bracket
  return existsSync(file) ? Number(readFileSync(file, "utf8").split(")").at(-1).trim().split(" ")[1]) : null;
}

/**
 * Runs a TypeScript file of this folder on the pinned Node, after installing once, and exits as it exits.
 * Signals that end this process reach the script first; the script hears through IPC when this process is killed.
 */
export function runPinned(script) {
  if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE_MAJOR) {
    console.error(`Perennial needs Node ${OLDEST_NODE_MAJOR} or newer to begin; this is ${process.version}.`);
    process.exit(1);
  }
  if (!isInstalled()) install();
  const child = fork(join(ROOT, "scripts", script), process.argv.slice(2), {
    cwd: ROOT,
    execPath: PINNED_NODE,
    execArgv: ["--disable-warning=ExperimentalWarning"],
    env: { ...process.env, PATH: `${join(ROOT, "node_modules/.bin")}:${process.env.PATH ?? ""}` },
  });
  // npm starts this process through a shell. Where npm is killed outright, the script is to stop as well.
  const npm = parentOf(process.ppid);
  if (process.env.npm_lifecycle_event) {
    setInterval(() => parentOf(process.ppid) === npm || child.kill("SIGTERM"), 1_000).unref();
  }
  // The script stops what it started; this process waits for it.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
}
