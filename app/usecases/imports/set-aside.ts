import { decimalTail } from "#app/domain/shared/ids.ts";
import { PROBLEMS_KEPT } from "./import-file-ports.ts";
import type { ExportedRow, ImportRunChange, StagedRow, UnreadableRow } from "./import-ports.ts";
import type { ImportPorts } from "./run-import.ts";

/** By order, the first of its rows that can't be read. */
export type Unreadable = Map<string, UnreadableRow>;

/** The rows that can be read; the others are noted. */
export async function* withoutUnreadable(
  batches: AsyncIterable<readonly ExportedRow[]>,
  unreadable: Unreadable,
): AsyncGenerator<readonly StagedRow[]> {
  for await (const batch of batches) {
    const readable: StagedRow[] = [];
    for (const row of batch)
      if (row.kind !== "unreadable") readable.push(row);
      else if (!unreadable.has(row.row.orderId)) unreadable.set(row.row.orderId, row.row);
    yield readable;
  }
}

/** An order of which a row can't be read is left out whole, and shown to the merchant; all others go on. */
export async function setAside(
  { staging, log }: Pick<ImportPorts, "staging" | "log">,
  shopId: string,
  importId: string,
  unreadable: Unreadable,
): Promise<Required<Pick<ImportRunChange, "problems" | "problemCount">>> {
  if (unreadable.size === 0) return { problems: [], problemCount: 0 };
  log.error(
    { shopId, importId, orders: unreadable.size },
    "orders of an export can't be read and are set aside",
  );
  const names = await staging.setAside(shopId, importId, [...unreadable.keys()]);
  const problems = [...unreadable.values()]
    .slice(0, PROBLEMS_KEPT)
    .map(({ rowNumber, orderId, name, reason }) => ({
      row: rowNumber,
      code: "order-unreadable",
      data: {
        orderId,
        name: name ?? names.get(orderId) ?? decimalTail(orderId),
        reason: reason.slice(0, 200),
      },
    }));
  return { problems, problemCount: unreadable.size };
}
