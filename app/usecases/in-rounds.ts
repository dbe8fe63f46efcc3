/** Rounds side by side: while the server works for one, the process works for the other. */
const LANES = 2;

/** Works through very many items, `size` at a time: each round is one short transaction, so that nobody waits long for it. */
export async function inRounds<Item>(
  items: readonly Item[],
  size: number,
  work: (round: readonly Item[]) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const start = next;
      next += size;
      await work(items.slice(start, start + size));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
