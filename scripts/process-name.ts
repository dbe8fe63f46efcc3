import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** The executable's base name of a running process, or null when no such process runs (a zombie has ended). */
export function processName(pid: number): string | null {
  try {
    if (existsSync("/proc/self/stat")) {
      // "123 (postgres) S …": the name stands between the first "(" and the last ")".
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const nameEnd = stat.lastIndexOf(")");
      return stat.slice(nameEnd + 2, nameEnd + 3) === "Z" ? null : stat.slice(stat.indexOf("(") + 1, nameEnd);
    }
    const [status, ...command] = execFileSync("ps", ["-o", "stat=,comm=", "-p", String(pid)], { encoding: "utf8" })
      .trim()
      .split(/\s+/);
    return status === undefined || status.startsWith("Z") ? null : (command.join(" ").split("/").at(-1) ?? null);
  } catch {
    return null; // no such process: /proc has no entry, ps exits 1
  }
}
