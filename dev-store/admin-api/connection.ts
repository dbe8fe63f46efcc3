/** Cursor pagination over a sorted list, with Shopify's arguments, limits and cursors. */
import { GraphQLError } from "graphql";

/** Shopify's limit of a page. */
export const MAXIMUM_PAGE_SIZE = 250;

export interface PageArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  reverse?: boolean | null;
}

export interface Connection<T> {
  readonly edges: { cursor: string; node: T }[];
  readonly nodes: T[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

/** Where an item stands in the order of the list: what a cursor holds, so that a page follows on after writes in between. */
export interface Position {
  value: string;
  id: string;
}

export interface SortedList<T> {
  /** Ascending by `compare` of `positionOf`. */
  items: readonly T[];
  positionOf: (item: T) => Position;
  compare: (a: Position, b: Position) => number;
  /** Left out: every item. */
  matches?: ((item: T) => boolean) | null;
}

export function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_REQUEST" } });
}

export function paginate<T>(list: SortedList<T>, args: PageArguments): Connection<T> {
  const size = pageSize(args);
  const reverse = args.reverse === true;
  const matches = list.matches ?? (() => true);
  const at = (index: number): T => list.items[reverse ? list.items.length - 1 - index : index] as T;
  const compare = (a: Position, b: Position): number => (reverse ? -list.compare(a, b) : list.compare(a, b));
  const firstWhere = (test: (item: T) => boolean): number => {
    let low = 0;
    let high = list.items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (test(at(middle))) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const after = args.after ? decodeCursor(args.after) : null;
  const before = args.before ? decodeCursor(args.before) : null;
  const start = after ? firstWhere((item) => compare(list.positionOf(item), after) > 0) : 0;
  const end = before ? firstWhere((item) => compare(list.positionOf(item), before) >= 0) : list.items.length;

  const forward = args.first !== null && args.first !== undefined;
  const picked: number[] = [];
  if (forward) {
    for (let index = start; index < end && picked.length < size; index++)
      if (matches(at(index))) picked.push(index);
  } else {
    for (let index = end - 1; index >= start && picked.length < size; index--)
      if (matches(at(index))) picked.unshift(index);
  }
  const matchesAfter = (index: number): boolean => {
    for (let next = index + 1; next < list.items.length; next++) if (matches(at(next))) return true;
    return false;
  };
  const matchesBefore = (index: number): boolean => {
    for (let next = index - 1; next >= 0; next--) if (matches(at(next))) return true;
    return false;
  };
  const firstPicked = picked[0];
  const lastPicked = picked.at(-1);
  return connectionOf(picked.map(at), list.positionOf, () => ({
    hasNextPage: lastPicked === undefined ? false : matchesAfter(lastPicked),
    hasPreviousPage: firstPicked === undefined ? false : matchesBefore(firstPicked),
  }));
}

/** Edges and page information are worked out when asked for: a bulk operation reads the nodes alone. */
function connectionOf<T>(
  nodes: T[],
  positionOf: (node: T) => Position,
  neighbours: () => { hasNextPage: boolean; hasPreviousPage: boolean },
): Connection<T> {
  const cursor = (node: T | undefined): string | null =>
    node === undefined ? null : encodeCursor(positionOf(node));
  return {
    nodes,
    get edges() {
      return nodes.map((node) => ({ cursor: encodeCursor(positionOf(node)), node }));
    },
    get pageInfo() {
      return { ...neighbours(), startCursor: cursor(nodes[0]), endCursor: cursor(nodes.at(-1)) };
    },
  };
}

/** What a bulk operation passes as `first`; no client can send it. */
export const ALL = Number.POSITIVE_INFINITY;

/** A short list in the order it has: lines of an order, variants of a product. */
export function paginateInOrder<T>(items: readonly T[], args: PageArguments): Connection<T> {
  let places: Map<T, number> | null = null;
  const positionOf = (item: T): Position => {
    places ??= new Map(items.map((one, index) => [one, index]));
    return { value: String(places.get(item)), id: "" };
  };
  return paginate({ items, positionOf, compare: (a, b) => Number(a.value) - Number(b.value) }, args);
}

function pageSize({ first, last }: PageArguments): number {
  const given = first ?? last;
  if (given === null || given === undefined) throw badRequest("you must provide one of first or last");
  if (first !== null && first !== undefined && last !== null && last !== undefined) {
    throw badRequest("providing both first and last is not supported");
  }
  const name = first === null || first === undefined ? "last" : "first";
  if (given < 0) throw badRequest(`${name} cannot be negative`);
  if (given > MAXIMUM_PAGE_SIZE && given !== ALL)
    throw badRequest(`${name} cannot exceed ${MAXIMUM_PAGE_SIZE}`);
  return given;
}

function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify({ last_id: position.id, last_value: position.value })).toString(
    "base64url",
  );
}

function decodeCursor(cursor: string): Position {
  try {
    const value = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as {
      last_id: unknown;
      last_value: unknown;
    };
    if (typeof value.last_id === "string" && typeof value.last_value === "string") {
      return { id: value.last_id, value: value.last_value };
    }
  } catch {
    // Not JSON: the same answer as for JSON of another shape.
  }
  throw badRequest(`Invalid cursor for current pagination sort.`);
}
