import pg from "pg";
import { expect, test } from "vitest";
import { gather } from "#app/persistence/gather.ts";

/** Writes that end when told to, and remember what went together. */
function slowWrites() {
  const batches: number[][] = [];
  const ends: (() => void)[] = [];
  const write = async (rows: readonly number[]) => {
    batches.push([...rows]);
    await new Promise<void>((resolve) => ends.push(resolve));
    if (rows.includes(13)) throw new pg.DatabaseError("13 can't be written", 1, "error");
    if (rows.includes(14)) throw new Error("nobody answers");
    return rows.map((row) => row * 10);
  };
  const endAll = async () => {
    while (ends.length > 0) {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { write, batches, endAll };
}

test("a write that finds nothing on its way goes alone at once; those that come meanwhile go together", async () => {
  const { write, batches, endAll } = slowWrites();
  const put = gather(write, { atOnce: 1, most: 3 });
  const results = Promise.all([1, 2, 3, 4, 5].map(put));
  expect(batches).toEqual([[1]]);
  await endAll();
  expect(await results).toEqual([10, 20, 30, 40, 50]);
  expect(batches).toEqual([[1], [2, 3, 4], [5]]);
});

test("one that can't be written fails alone", async () => {
  const { write, endAll } = slowWrites();
  const put = gather(write, { atOnce: 1, most: 10 });
  const results = Promise.allSettled([1, 2, 13, 4].map(put));
  await endAll();
  expect(
    (await results).map((one) => (one.status === "fulfilled" ? one.value : (one.reason as Error).message)),
  ).toEqual([10, 20, "13 can't be written", 40]);
});

test("where nobody answers all are told at once, and nothing is tried one by one", async () => {
  const { write, batches, endAll } = slowWrites();
  const put = gather(write, { atOnce: 1, most: 10 });
  const results = Promise.allSettled([1, 2, 14, 4].map(put));
  await endAll();
  expect((await results).map(({ status }) => status)).toEqual([
    "fulfilled",
    ...["rejected", "rejected", "rejected"],
  ]);
  expect(batches).toEqual([[1], [2, 14, 4]]);
});
