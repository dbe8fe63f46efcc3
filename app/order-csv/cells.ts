import { parseMoney } from "#app/domain/shared/money.ts";
import type { ImportProblem } from "#app/usecases/imports/import-ports.ts";
import { COLUMNS, type Column } from "./columns.ts";

/** Why a cell can't be used; the locale files say what to do about it. */
export type CellProblem = Omit<ImportProblem, "row">;

export type Cell<T> = { readonly value: T } | { readonly problem: CellProblem };

const LONGEST_SHOWN = 60;

export function problemAt(
  code: string,
  column: Column,
  value: string,
  more: Record<string, string | number> = {},
): { problem: CellProblem } {
  return {
    problem: { code, data: { column: COLUMNS[column], value: value.slice(0, LONGEST_SHOWN), ...more } },
  };
}

/** `1997-01-01 12:00:00 -0500`, as Shopify writes it, or ISO 8601. What Excel makes of it has lost the zone: refused. */
const MOMENT = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)? ?(Z|UTC|[+-]\d{2}:?\d{2})$/;

export function readMoment(text: string, column: Column): Cell<string | null> {
  if (text === "") return { value: null };
  const [, day, time, zone] = MOMENT.exec(text) ?? [];
  const offset = zone === "UTC" ? "Z" : zone?.replace(/^([+-]\d{2})(\d{2})$/, "$1:$2");
  const instant = new Date(`${day}T${time}${offset}`);
  // 31 February is a date to nobody, though JavaScript takes it for 3 March.
  const isReal =
    !Number.isNaN(instant.getTime()) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day ?? "-");
  return isReal ? { value: instant.toISOString() } : problemAt("bad-date", column, text);
}

export function readMoney(text: string, column: Column, currency: string): Cell<bigint | null> {
  if (text === "") return { value: null };
  const amount = parseMoney(text, currency);
  return amount === null ? problemAt("bad-amount", column, text, { currency }) : { value: amount };
}

const LARGEST_QUANTITY = 1_000_000;

export function readQuantity(text: string): Cell<number> {
  const quantity = Number(text);
  const isWhole = /^\d+$/.test(text) && quantity <= LARGEST_QUANTITY;
  return isWhole ? { value: quantity } : problemAt("bad-quantity", "lineQuantity", text);
}

/** The order's number as a gid; null where the export has none. Excel turns long numbers into 4.0E+12: refused. */
export function readOrderId(text: string): Cell<string | null> {
  const digits = text.replace(/^'/, "");
  if (digits === "") return { value: null };
  return /^\d{1,20}$/.test(digits)
    ? { value: `gid://shopify/Order/${digits}` }
    : problemAt("bad-id", "id", text);
}

const STATUSES = new Set([
  "authorized",
  "expired",
  "paid",
  "partially-paid",
  "partially-refunded",
  "pending",
  "refunded",
  "voided",
]);

export function readStatus(text: string): Cell<string> {
  const status = text.toLowerCase().replaceAll(/[_ ]/g, "-");
  return STATUSES.has(status) ? { value: status } : problemAt("unknown-status", "status", text);
}
