import type { ImportProblem, StagedRow } from "./import-ports.ts";
import type { ShopRecord } from "../ports.ts";

/** Uploaded files, kept in parts until their import is over: the worker may run on another machine than the web process. */
export interface ImportFiles {
  /** Stores a file as it arrives, in constant memory; its size in bytes. */
  store(shopId: string, importId: string, content: AsyncIterable<Uint8Array>): Promise<number>;
  read(shopId: string, importId: string): AsyncIterable<Uint8Array>;
  remove(shopId: string, importId: string): Promise<void>;
}

/** More problems of a file than these help nobody; all are counted. */
export const PROBLEMS_KEPT = 200;

/** One reading of an order export. */
export type OrderCsvReading = {
  /** The rows that could be used, in batches; `report` is complete when they have run out. */
  rows(): AsyncIterable<readonly StagedRow[]>;
  report(): {
    /** The first `PROBLEMS_KEPT`. */
    readonly problems: readonly ImportProblem[];
    /** All of them. */
    readonly problemCount: number;
    /** Nothing of it could be used: no CSV, or columns missing without which an order can't be told. */
    readonly unreadable: boolean;
  };
};

export interface OrderCsvReader {
  /** @param open reads the file from its start; called twice, since its encoding shows only at its end */
  read(
    open: () => AsyncIterable<Uint8Array>,
    shop: Pick<ShopRecord, "currency">,
    readAt: Date,
  ): OrderCsvReading;
}
