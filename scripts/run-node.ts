import { spawn } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { NODE } from "./pinned-node.ts";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

export type CommandResult = { exitCode: number; output: string };

/**
 * Runs a script on the pinned Node, in the repository's folder.
 * @param args the script and its arguments
 * @param env added to the environment
 * @param echo also print what it prints, as it comes
 */
export async function runNode(
  args: readonly string[],
  env: Record<string, string> = {},
  echo = false,
): Promise<CommandResult> {
  const child = spawn(NODE, [...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString("utf8");
    if (echo) process.stdout.write(chunk);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output += chunk.toString("utf8");
    if (echo) process.stderr.write(chunk);
  });
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
  return { exitCode, output };
}
