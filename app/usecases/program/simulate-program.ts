import { replay, replayedSince } from "#app/domain/earning/replay.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { type ProgramRefusal, validateProgram } from "#app/domain/program/validate-program.ts";
import { businessDate, type Day } from "#app/domain/shared/calendar.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import type { ShopRecord } from "../ports.ts";
import type { PastOrderCursor, PastOrders } from "./simulation-ports.ts";

export type SimulationPorts = { readonly pastOrders: PastOrders };

export type Simulation = {
  /** Purchases of members in the window that have earned, and how many members made them. */
  readonly orders: number;
  readonly members: number;
  /** What they earned, and what they would have earned. */
  readonly points: { readonly now: number; readonly then: number };
};

const BATCH = 2000;

/**
 * What the orders of members from … to (default: all of history) would have earned under `body`, each at its own moment.
 * Changes nothing. Reads batch by batch: its memory does not grow with the shop.
 */
export async function simulateProgram(
  ports: SimulationPorts,
  shop: Pick<ShopRecord, "shopId" | "currency" | "timeZone">,
  input: {
    readonly body: ProgramBody;
    readonly from?: Day | null | undefined;
    readonly to?: Day | null | undefined;
  },
  now: Date,
): Promise<Outcome<Simulation, ProgramRefusal | Refusal<"window-reversed">>> {
  const { body, from = null, to = null } = input;
  if (from !== null && to !== null && from > to) {
    return refuse({
      code: "window-reversed",
      pointer: "/from",
      detail: "`from` lies after `to`: swap them.",
    });
  }
  const [first, ...rest] = validateProgram(body, shop.currency, businessDate(now, shop.timeZone));
  if (first !== undefined) return refuse(first, ...rest);

  const { currency, timeZone } = shop;
  const step = replay(body, { currency, timeZone }, { from, to });
  const total = { orders: 0, members: 0, now: 0, then: 0 };
  let lastMember: string | null = null;
  let after: PastOrderCursor | null = null;
  do {
    const batch: Awaited<ReturnType<PastOrders["listPastOrders"]>> = await ports.pastOrders.listPastOrders(
      shop.shopId,
      { to, linesFrom: replayedSince(from), after, limit: BATCH },
    );
    for (const order of batch.orders) {
      const replayed = step(order);
      if (replayed === null) continue;
      total.orders += 1;
      total.members += order.memberId === lastMember ? 0 : 1;
      total.now += replayed.now;
      total.then += replayed.then;
      lastMember = order.memberId;
    }
    after = batch.next;
  } while (after !== null);
  return accept({
    ...{ orders: total.orders, members: total.members },
    points: { now: total.now, then: total.then },
  });
}
