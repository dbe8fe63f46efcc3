/** Told by the line's prefix, its place or its own words. */
const HIDDEN = new Set(["level", "time", "process", "from", "msg", "err"]);

/** A line of a child's output as a person reads it: structured logs lose their braces, other lines pass. */
export function formatLogLine(line: string): string {
  if (!line.startsWith("{")) return line;
  let record: Record<string, unknown>;
  try {
    record = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return line; // a line that only looks like JSON is shown as it came
  }
  if (typeof record["msg"] !== "string") return line;
  const level = typeof record["level"] === "string" ? record["level"] : "info";
  const fields = Object.entries(record)
    .filter(([name, value]) => !HIDDEN.has(name) && value !== "")
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const stack = (record["err"] as { stack?: string } | undefined)?.stack;
  return [level === "info" ? "" : `${level.toUpperCase()}:`, record["msg"], ...fields, stack && `\n${stack}`]
    .filter(Boolean)
    .join(" ");
}
