import type { Ledger } from "./ledger-ports.ts";
import type { Clock, Wake } from "./ports.ts";

/** Members at once: each round is one short statement, so that nobody's order waits long for the sweep. */
const ROUND = 1_000;

/** Expires every lot whose day has come. Nothing depends on when it runs: what is expired can't be spent before either. */
export async function expirePoints(
  ports: { readonly ledger: Ledger; readonly clock: Clock; readonly wake: Pick<Wake, "metafields"> },
  shopId: string,
): Promise<void> {
  const now = ports.clock.now();
  let done = 0;
  for (;;) {
    const members = await ports.ledger.transaction((stores) => stores.sweeps.comeDue(shopId, now, ROUND));
    if (members === 0) break;
    done += members;
  }
  if (done > 0) ports.wake.metafields(shopId);
}
