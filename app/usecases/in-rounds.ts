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
      await work(items.slice(start, start + size)).catch((error: unknown) => {
        next = items.length; // nothing more is begun, by any of them
        throw error;
      });
    }
  };
  // Whoever called hears of a failure when nothing is on its way any more.
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const one of lanes) if (one.status === "rejected") throw one.reason;
}
