import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/**
 * The command line of a running process, its words parted by spaces, or null when no such process runs.
 * A number in a file may long belong to another program: look at the command before ending anything.
 */
export function processCommand(pid: number): string | null {
  try {
    if (existsSync("/proc/self/cmdline")) {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      return command === "" ? null : command; // a process that has ended and waits for its parent has none
    }
    const [status, ...command] = execFileSync("ps", ["-o", "stat=,command=", "-p", String(pid)], {
      encoding: "utf8",
    })
      .trim()
      .split(/\s+/);
    return status === undefined || status.startsWith("Z") ? null : command.join(" ");
  } catch {
    return null; // no such process: /proc has no entry, ps exits 1
  }
}
