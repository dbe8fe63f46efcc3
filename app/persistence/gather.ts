import pg from "pg";

/**
 * Reads or writes that arrive while others are on their way go together in one statement: under load one commit serves many, alone
 * nothing waits. A batch that the database refuses is done again one by one, so that a bad row fails alone; where the database can't be
 * reached, all are told at once.
 */
export function gather<Row, Result>(
  run: (rows: readonly Row[]) => Promise<readonly Result[]>,
  { atOnce, most }: { readonly atOnce: number; readonly most: number },
): (row: Row) => Promise<Result> {
  type Waiting = {
    readonly row: Row;
    readonly resolve: (result: Result) => void;
    readonly reject: (reason: unknown) => void;
  };
  const waiting: Waiting[] = [];
  let running = 0;

  async function runBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await run(batch.map(({ row }) => row));
      batch.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      if (batch.length > 1 && isRefusal(error)) for (const one of batch) await runBatch([one]);
      else for (const one of batch) one.reject(error);
    }
  }

  function start(): void {
    if (running >= atOnce || waiting.length === 0) return;
    running += 1;
    void runBatch(waiting.splice(0, most)).finally(() => {
      running -= 1;
      start();
    });
  }

  return (row) =>
    new Promise((resolve, reject) => {
      waiting.push({ row, resolve, reject });
      start();
    });
}

/** The server answered, and nothing of the batch was done. */
const isRefusal = (error: unknown) => error instanceof pg.DatabaseError;
