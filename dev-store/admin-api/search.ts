/**
 * Shopify's search syntax for `query:` arguments: `field:value` with `>`, `>=`, `<`, `<=`, quotes, `AND` (or nothing) and
 * `OR` between terms, `NOT` or `-` before one, parentheses. A field that does not exist is left out of the search and
 * reported, as Shopify does.
 */
import { Temporal } from "@js-temporal/polyfill";

export type Operator = ":" | ">" | ">=" | "<" | "<=";
export type Term<T> = (entity: T, operator: Operator, value: string) => boolean;

export interface SearchFields<T> {
  fields: Readonly<Record<string, Term<T>>>;
  /** A bare word. */
  text(entity: T, word: string): boolean;
}

export interface Search<T> {
  matches: (entity: T) => boolean;
  unknownFields: string[];
}

type Test<T> = (entity: T) => boolean;
const TOKEN =
  /\s*(?:(\()|(\))|(-)?([A-Za-z_.]+):(>=|<=|>|<)?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s()]+))|(-)?(?:'([^']*)'|"([^"]*)"|([^\s()]+)))/y;

export function parseSearch<T>(query: string, known: SearchFields<T>): Search<T> {
  const unknownFields: string[] = [];
  const tokens = tokenize(query);
  let position = 0;

  function parseOr(): Test<T> {
    let left = parseAnd();
    while (tokens[position]?.word === "OR") {
      position++;
      const before = left;
      const right = parseAnd();
      left = (entity) => before(entity) || right(entity);
    }
    return left;
  }
  function parseAnd(): Test<T> {
    const parts: Test<T>[] = [];
    while (position < tokens.length) {
      const token = tokens[position]!;
      if (token.word === "OR" || token.close) break;
      if (token.word === "AND") position++;
      else parts.push(parseTerm());
    }
    return (entity) => parts.every((part) => part(entity));
  }
  function parseTerm(): Test<T> {
    const token = tokens[position++];
    if (!token) return () => true;
    if (token.word === "NOT") {
      const inner = parseTerm();
      return (entity) => !inner(entity);
    }
    if (token.open) {
      const inner = parseOr();
      position++;
      return inner;
    }
    const test = testOf(token);
    return token.negated ? (entity) => !test(entity) : test;
  }
  function testOf(token: Token): Test<T> {
    if (token.field === null) return (entity) => known.text(entity, token.value);
    const term = Object.hasOwn(known.fields, token.field) ? known.fields[token.field] : undefined;
    if (!term) {
      unknownFields.push(token.field);
      return () => true;
    }
    return (entity) => term(entity, token.operator, token.value);
  }

  const test = parseOr();
  return { matches: test, unknownFields };
}

interface Token {
  open: boolean;
  close: boolean;
  negated: boolean;
  field: string | null;
  operator: Operator;
  value: string;
  /** An unquoted bare word, where AND, OR and NOT are told apart. */
  word: string | null;
}

function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const text = query.trim();
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (!found) break;
    const [
      ,
      open,
      close,
      minus,
      field,
      operator,
      single,
      double,
      plain,
      bareMinus,
      bareSingle,
      bareDouble,
      bare,
    ] = found;
    tokens.push({
      open: open !== undefined,
      close: close !== undefined,
      negated: (minus ?? bareMinus) !== undefined,
      field: field ?? null,
      operator: (operator ?? ":") as Operator,
      value: (single ?? double)?.replace(/\\(.)/g, "$1") ?? plain ?? bareSingle ?? bareDouble ?? bare ?? "",
      word: field === undefined ? (bare ?? null) : null,
    });
  }
  return tokens;
}

/** Compares numbers or same-form strings. */
export function compareBy<V extends number | bigint | string>(
  actual: V,
  operator: Operator,
  wanted: V,
): boolean {
  switch (operator) {
    case ":":
      return actual === wanted;
    case ">":
      return actual > wanted;
    case ">=":
      return actual >= wanted;
    case "<":
      return actual < wanted;
    case "<=":
      return actual <= wanted;
  }
}

/** Instants; a bare day means the whole day in the shop's time zone. False when the wanted value is no date. */
export function compareInstant(
  actual: string,
  operator: Operator,
  wanted: string,
  timeZone: string,
): boolean {
  const actualMs = Date.parse(actual);
  if (/^\d{4}-\d{2}-\d{2}$/.test(wanted)) {
    const day = dayBounds(wanted, timeZone);
    if (!day) return false;
    switch (operator) {
      case ":":
        return actualMs >= day.startMs && actualMs < day.endMs;
      case ">":
        return actualMs >= day.endMs;
      case ">=":
        return actualMs >= day.startMs;
      case "<":
        return actualMs < day.startMs;
      case "<=":
        return actualMs < day.endMs;
    }
  }
  const wantedMs = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(wanted) ? wanted : `${wanted}Z`);
  return Number.isNaN(wantedMs) ? false : compareBy(actualMs, operator, wantedMs);
}

const dayBoundsCache = new Map<string, { startMs: number; endMs: number } | null>();

function dayBounds(day: string, timeZone: string): { startMs: number; endMs: number } | null {
  const key = `${timeZone} ${day}`;
  const cached = dayBoundsCache.get(key);
  if (cached !== undefined) return cached;
  let bounds: { startMs: number; endMs: number } | null;
  try {
    const date = Temporal.PlainDate.from(day);
    bounds = {
      startMs: date.toZonedDateTime(timeZone).epochMilliseconds,
      endMs: date.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds,
    };
  } catch {
    // Not a day of the calendar (31 February): matches nothing.
    bounds = null;
  }
  if (dayBoundsCache.size > 1000) dayBoundsCache.clear();
  dayBoundsCache.set(key, bounds);
  return bounds;
}
