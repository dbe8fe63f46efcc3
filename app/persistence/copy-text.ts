import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";

/** Rows of PostgreSQL's COPY text format (documentation: COPY, "Text Format"), sent at the pace of the server. */
export type CopySink = {
  /** Adds a row, already joined by tabs and without its newline. */
  add(row: string): void;
  /** Sends what has gathered and waits for the server if it lags; call it between rows when `due` says so. */
  flush(): Promise<void>;
  readonly due: boolean;
  /** Commits the COPY; the number of rows. */
  end(): Promise<number>;
  /** Gives the COPY up: nothing of it stays. */
  abort(reason: Error): Promise<void>;
};

/** Small enough that what awaits collection never adds up; larger sends were no faster. */
const SEND_CHARACTERS = 32 * 1024;

export function openCopy(client: PoolClient, statement: string): CopySink {
  const stream = client.query(copyFrom(statement));
  let gathered = "";
  let rows = 0;
  const finished = new Promise<void>((resolve, reject) => {
    stream.once("finish", resolve);
    stream.once("error", reject);
  });
  finished.catch(() => undefined); // reported by whoever awaits flush() or end()
  const send = async (): Promise<void> => {
    if (gathered === "") return;
    const text = gathered;
    gathered = "";
    if (!stream.write(text))
      await Promise.race([new Promise<void>((resolve) => stream.once("drain", resolve)), finished]);
  };
  return {
    add(row) {
      gathered += row + "\n";
      rows += 1;
    },
    get due() {
      return gathered.length >= SEND_CHARACTERS;
    },
    flush: send,
    async end() {
      await send();
      stream.end();
      await finished;
      return rows;
    },
    async abort(reason) {
      stream.destroy(reason);
      await finished.catch(() => undefined);
    },
  };
}

const SPECIAL = /[\\\t\n\r\0]/;
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\0": "",
};

/** One text field; PostgreSQL's text has no NUL, so a NUL is left out. */
export function copyField(value: string | null): string {
  if (value === null) return "\\N";
  return SPECIAL.test(value) ? value.replace(/[\\\t\n\r\0]/g, (found) => ESCAPES[found] ?? "") : value;
}

/** A `text[]` literal as one field. */
export function copyArray(values: readonly string[]): string {
  if (values.length === 0) return "{}";
  return copyField(`{${values.map((value) => `"${value.replace(/(["\\])/g, "\\$1")}"`).join(",")}}`);
}

export function copyBoolean(value: boolean): string {
  return value ? "t" : "f";
}
