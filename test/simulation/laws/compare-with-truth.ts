import type { ProgramBody } from "#app/domain/program/program-body.ts";
import type { Order } from "#dev-store/state/model/order.ts";
import { orderTotals } from "#dev-store/state/operations/totals.ts";
import { RECORDED_STATES_SQL } from "../app/observe-database.ts";
import { SimulationFailure } from "../failure.ts";
import { digitsOf, type Life } from "../life.ts";
import { judgeOrder, type Verdict } from "../model/true-order.ts";
import { tellOrder } from "./tell-order.ts";
import { type Claim, claimedTier } from "./check-caps.ts";
import type { LedgerWatch } from "./ledger-watch.ts";

type OrderRow = {
  orderId: string;
  name: string;
  memberId: string | null;
  memberCustomerId: string | null;
  paidAt: Date | null;
  earnedAt: Date | null;
  fulfilledAt: Date | null;
  deletedAt: Date | null;
  claims: Claim[] | null;
  programVersion: number | null;
  unearned: string | null;
  isPurchase: boolean;
  goodsLeft: string;
  updatedAt: Date;
  lines: { id: string; net: number; refunded: number; earned: number; kept: number }[];
};

const ORDERS_SQL = `
  SELECT o.order_id AS "orderId", o.name, o.member_id AS "memberId", m.customer_id AS "memberCustomerId", o.paid_at AS "paidAt", o.earned_at AS "earnedAt", o.fulfilled_at AS "fulfilledAt", o.earned_by AS claims,
         o.deleted_at AS "deletedAt", o.program_version AS "programVersion", o.unearned, o.is_purchase AS "isPurchase",
         o.goods_left_minor::text AS "goodsLeft", o.shopify_updated_at AS "updatedAt",
         (SELECT coalesce(json_agg(json_build_object('id', l.line_id, 'net', l.net_minor, 'refunded', l.refunded_minor,
                                                     'earned', l.earned_points, 'kept', l.kept_points)), '[]')
          FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.order_id) AS lines
  FROM orders o LEFT JOIN members m USING (shop_id, member_id) WHERE o.shop_id = $1 ORDER BY o.order_id`;

const tail = (gid: string) => gid.slice(gid.lastIndexOf("/") + 1);

/**
 * When all is delivered and healed, every order must be recorded as it is in the store, belong to whom the store says, and keep
 * exactly the points that the model works out from the store's own states of it. That the entries sum to what the orders keep, and
 * the lots to the entries, the ledger watch has checked all along. Resolves to the orders that were ever refunded in full.
 */
export async function compareWithTruth(life: Life, watch: LedgerWatch): Promise<Set<string>> {
  const refunded = new Set<string>();
  const rows = await watch.rows<OrderRow>(ORDERS_SQL);
  const recorded = await watch.rows<{ orderId: string; states: string[] }>(RECORDED_STATES_SQL);
  const statesOf = new Map(recorded.map(({ orderId, states }) => [orderId, states]));
  const byId = new Map(rows.map((row) => [tail(row.orderId), row]));
  for (const order of life.store.state.all("order").values()) {
    const row = byId.get(order.id);
    if (row === undefined) throw wrong(order.name, "is not recorded");
    if (row.deletedAt !== null) throw wrong(order.name, "is recorded as deleted");
    if (row.updatedAt.getTime() !== Date.parse(order.updatedAt))
      throw wrong(
        order.name,
        `is known as of ${row.updatedAt.toISOString()}, the store's is of ${order.updatedAt}`,
      );
  }
  for (const row of rows) {
    const states = life.orderStates.get(tail(row.orderId));
    if (row.name === "") continue; // Only its deletion was ever heard of.
    if (states === undefined) throw wrong(row.name, "was never in the store");
    const isDeleted = life.store.state.get("order", tail(row.orderId)) === null;
    if (isDeleted !== (row.deletedAt !== null))
      throw wrong(row.name, isDeleted ? "was deleted" : "was not deleted");
    // When a deleted order was paid nobody can be asked any more; it keeps nothing either way.
    if (isDeleted) {
      if (row.lines.some(({ kept }) => kept > 0)) throw wrong(row.name, "was deleted and keeps points");
      continue;
    }
    const heard = heardStates(row, statesOf.get(row.orderId) ?? [], states);
    try {
      if (judge(life, watch, row, heard).wasFullyRefunded) refunded.add(tail(row.orderId));
    } catch (error) {
      if (!(error instanceof SimulationFailure)) throw error;
      throw new SimulationFailure("truth", `${error.message}\n${tellOrder(states, heard)}`);
    }
  }
  checkAdjustments(life, watch);
  return refunded;
}

/** The states that the app recorded, each by its second. */
function heardStates(row: OrderRow, recorded: readonly string[], states: readonly Order[]): Order[] {
  const different = recorded.filter((at, position) => at !== recorded[position - 1]);
  return different.map((at) => {
    const state = states.findLast(({ updatedAt }) => updatedAt === at);
    if (state === undefined) throw wrong(row.name, `had no state of ${at}`);
    return state;
  });
}

function judge(life: Life, watch: LedgerWatch, row: OrderRow, heard: readonly Order[]): Verdict {
  const order = heard.at(-1)!;
  const fulfilled = fulfilmentOf(heard)?.toISOString();
  if (row.fulfilledAt?.toISOString() !== fulfilled)
    throw wrong(row.name, `was fulfilled at ${row.fulfilledAt?.toISOString()}, in truth at ${fulfilled}`);
  const stayedAway = row.unearned === "not-participating";
  if (stayedAway && !wasAway(watch, row.memberId))
    throw wrong(row.name, "earned nothing, though its buyer always took part");
  if (row.unearned === "before-history") throw wrong(row.name, "is history, which earns");
  const placed = new Date(order.processedAt);
  const isHistory = watch.versions[0] === undefined || placed < watch.versions[0].publishedAt;
  const isPaidHistory = isHistory && row.paidAt?.getTime() === placed.getTime();
  const takesPart = row.memberId !== null && !stayedAway;
  const leftOf = (ruleId: string) =>
    row.claims?.find((one) => one.source === `rule:${ruleId}` && isOfPeriod(one))?.points ?? null;
  const tierId = claimedTier(row.claims);
  const tierIn = ({ tiers }: Pick<ProgramBody, "tiers">) =>
    tiers?.ladder.find(({ id }) => id === tierId) ?? null;
  const circumstances = ({ body }: { body: ProgramBody }) => ({ leftOf, tier: tierIn(body) });
  const verdict = judgeOrder(
    heard,
    { deletedAt: row.deletedAt, takesPart, isPaidHistory, circumstances },
    {
      digits: digitsOf(life),
      versions: watch.versions,
    },
  );
  const isToldRefunded = heard.every(({ financialStatus }) => financialStatus === "refunded");
  // Of history that comes refunded nobody tells whether it was ever paid; whichever it is, it keeps nothing.
  if (row.paidAt === null && isHistory && isToldRefunded) {
    if ([...verdict.lines.values()].some(({ kept }) => kept > 0))
      throw wrong(row.name, "keeps points in truth");
    return verdict;
  }
  // What an edit took away before there was a program, the record alone does not tell with its tax, its discounts and its payment.
  const isEditedHistory = isHistory && order.edits.length > 0;
  if (!isEditedHistory) compareOrder(row, verdict);
  const { customerId } = order;
  if (customerId === null || life.journal.erased.has(customerId)) return verdict;
  if (row.memberCustomerId === null || tail(row.memberCustomerId) !== customerId)
    throw wrong(row.name, `is ${row.memberCustomerId}'s, in the store ${customerId}'s`);
  return verdict;
}

const isOfPeriod = ({ cappedBy }: Claim) => cappedBy === "day" || cappedBy === "month";

/** When the last part was sent, as the first state tells in which all of it was. */
function fulfilmentOf(heard: readonly Order[]): Date | undefined {
  const whole = heard.find((state) => orderTotals(state).fulfillmentStatus === "fulfilled");
  const sent = whole?.fulfillments.map((one) => new Date(one.createdAt)) ?? [];
  return sent.sort((a, b) => a.getTime() - b.getTime()).at(-1);
}

/** Was the member, or anybody who was merged into it, ever out of the program? */
function wasAway(watch: LedgerWatch, memberId: string | null): boolean {
  if (memberId === null || watch.everAway.has(memberId)) return true;
  const merged = watch.mergedInto(memberId);
  return merged.some((one) => wasAway(watch, one));
}

function compareOrder(row: OrderRow, verdict: Verdict): void {
  const paid = verdict.paidAt?.toISOString() ?? null;
  const told = row.paidAt?.toISOString() ?? null;
  if (told !== paid) throw wrong(row.name, `was paid at ${told}, in truth at ${paid}`);
  if (row.programVersion !== verdict.version)
    throw wrong(row.name, `is ruled by version ${row.programVersion}, in truth by ${verdict.version}`);
  if (row.earnedAt?.getTime() !== verdict.earnedAt?.getTime())
    throw wrong(
      row.name,
      `earned at ${row.earnedAt?.toISOString()}, in truth at ${verdict.earnedAt?.toISOString()}`,
    );
  if (row.isPurchase !== verdict.isPurchase) throw wrong(row.name, `is purchase: ${row.isPurchase}`);
  if (BigInt(row.goodsLeft) !== verdict.goodsLeftMinor)
    throw wrong(row.name, `has ${row.goodsLeft} of goods left, in truth ${verdict.goodsLeftMinor}`);
  const found = row.lines.map((line) =>
    [tail(line.id), line.net, line.refunded, line.earned, line.kept].join(" "),
  );
  const wanted = [...verdict.lines].map(([id, line]) =>
    [
      id,
      line.net,
      line.refunded,
      verdict.version === null ? 0 : line.earned,
      verdict.version === null ? 0 : line.kept,
    ].join(" "),
  );
  if (JSON.stringify(found.sort()) !== JSON.stringify(wanted.sort()))
    throw wrong(row.name, `has lines ${found.join(" | ")}, in truth ${wanted.join(" | ")}`);
}

/** What the merchant gave and took stands in the books, each once. */
function checkAdjustments({ journal }: Life, watch: LedgerWatch): void {
  const entries = [...watch.auditor.members.values()].flatMap((one) => one.entries);
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  for (const { key, memberId, seq, points } of journal.adjustments.values()) {
    const entry = byKey.get(`adjust:${key}`);
    if (entry?.memberId !== memberId || entry.seq !== seq || entry.points !== points)
      throw new SimulationFailure("law 2", `${key} was accepted and is not in the books`);
  }
  for (const undone of journal.undone)
    if (!byKey.has(`undo:${undone}`))
      throw new SimulationFailure("law 2", `undoing ${undone} is not in the books`);
}

function wrong(name: string, detail: string): SimulationFailure {
  return new SimulationFailure("truth", `order ${name} ${detail}`);
}
