const LEVELS: Record<number, string> = {
  10: "trace",
  20: "debug",
  30: "info",
  40: "warn",
  50: "error",
  60: "fatal",
};
const HIDDEN = new Set(["level", "time", "pid", "hostname", "msg", "v"]);

/** A line of a child's output as a person reads it: structured logs (pino) lose their braces, other lines pass. */
export function formatLogLine(line: string): string {
  if (!line.startsWith("{")) return line;
  let record: Record<string, unknown>;
  try {
    record = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return line; // a line that only looks like JSON is shown as it came
  }
  const level = LEVELS[Number(record["level"])];
  if (level === undefined) return line;
  const fields = Object.entries(record)
    .filter(([name]) => !HIDDEN.has(name))
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  return [level === "info" ? "" : `${level.toUpperCase()}:`, record["msg"], ...fields]
    .filter(Boolean)
    .join(" ");
}
