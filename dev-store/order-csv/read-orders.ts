import type { Row, RowError } from "./columns.ts";
import { parseOrder, type CsvOrder } from "./parse-order.ts";
import { readRows } from "./read-rows.ts";

/** Errors beyond this many are counted only. */
const listedErrors = 100;

export interface ReadOrders {
  orders: CsvOrder[];
  /** The first hundred wrong cells. */
  errors: RowError[];
  errorCount: number;
}

/** A row goes on with the order above when it has the same name and leaves the order's own columns blank. */
function continues(row: Row, head: Row): boolean {
  return (
    row.get("Name") === head.get("Name") && row.get("Created at") === "" && row.get("Financial Status") === ""
  );
}

/**
 * Reads a whole order export: the rows of one order share its `Name`, and only the first of them has the order's columns.
 * `defaultCurrency` counts where the column is missing or blank. Throws `UnreadableOrderCsv` when it is no such file.
 */
export async function readOrderCsv(
  source: AsyncIterable<Buffer>,
  defaultCurrency: string,
): Promise<ReadOrders> {
  const orders: CsvOrder[] = [];
  const errors: RowError[] = [];
  const seen = new Map<string, number>();
  let errorCount = 0;
  let group: Row[] = [];
  const fail = (found: readonly RowError[]): void => {
    errorCount += found.length;
    errors.push(...found.slice(0, Math.max(0, listedErrors - errors.length)));
  };
  const finish = (): void => {
    if (group.length === 0) return;
    const parsed = parseOrder(group, defaultCurrency);
    group = [];
    if ("errors" in parsed) return fail(parsed.errors);
    const { order } = parsed;
    const key = order.id ?? `name ${order.name}`;
    const earlier = seen.get(key);
    if (earlier !== undefined)
      return fail([
        {
          row: order.row,
          column: order.id ? "Id" : "Name",
          detail: `the order stands in row ${earlier} already; leave one of them out.`,
        },
      ]);
    seen.set(key, order.row);
    orders.push(order);
  };
  for await (const row of readRows(source)) {
    const head = group[0];
    if (row.get("Name") === "") {
      fail([{ row: row.number, column: "Name", detail: "is blank; every row names its order." }]);
      continue;
    }
    if (!head || !continues(row, head)) finish();
    group.push(row);
  }
  finish();
  return { orders, errors, errorCount };
}
