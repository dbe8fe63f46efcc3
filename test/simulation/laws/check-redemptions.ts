import { SimulationFailure } from "../failure.ts";
import type { Life } from "../life.ts";
import type { LedgerWatch } from "./ledger-watch.ts";

type RedemptionRow = {
  id: string;
  key: string;
  points: number;
  status: string;
  code: string | null;
  issuedId: string | null;
  returnReason: string | null;
  orderId: string | null;
};

const REDEMPTIONS_SQL = `
  SELECT redemption_id AS id, idempotency_key AS key, points::float8 AS points, status, code, issued_id AS "issuedId",
         return_reason AS "returnReason", order_id AS "orderId"
  FROM redemptions WHERE shop_id = $1 ORDER BY redemption_id`;

/** Law 8 at any moment: points taken once, given back once and only with what is returned. */
export async function checkRedemptions(watch: LedgerWatch): Promise<RedemptionRow[]> {
  const rows = await watch.rows<RedemptionRow>(REDEMPTIONS_SQL);
  const entries = [...watch.auditor.members.values()].flatMap((one) => one.entries);
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  for (const row of rows) {
    if (row.points === 0) continue; // A gift of a tier: nothing was taken, nothing comes back.
    const taken = byKey.get(`redemption:${row.id}/redeem`);
    if (taken?.points !== -row.points)
      throw wrong(row, `cost ${row.points}, its entry took ${taken?.points}`);
    const back = byKey.get(`redemption:${row.id}/return`);
    if ((back !== undefined) !== (row.status === "returned"))
      throw wrong(row, `is ${row.status}, its return is ${back === undefined ? "not " : ""}in the books`);
    if (back !== undefined && back.points !== row.points)
      throw wrong(row, `cost ${row.points} and gave back ${back.points}`);
  }
  const known = new Set(rows.map(({ id }) => id));
  for (const { key } of entries) {
    const id = /^redemption:(.+)\/(redeem|return)$/.exec(key)?.[1];
    if (id !== undefined && !known.has(id))
      throw new SimulationFailure("law 8", `${key} belongs to no redemption`);
  }
  return rows;
}

/** When all is settled (`refunded`: orders that ever were so in full): what the store says of each code is what the app says. */
export async function compareRedemptions(
  life: Life,
  watch: LedgerWatch,
  refunded: ReadonlySet<string>,
): Promise<void> {
  const { state } = life.store;
  for (const row of await checkRedemptions(watch)) {
    const carriers = [...life.orderStates].filter(([, states]) =>
      states.at(-1)!.discountApplications.some(({ code }) => code === row.code),
    );
    const alive = carriers.filter(([id]) => {
      const order = state.get("order", id);
      return order !== null && order.cancelledAt === null && !refunded.has(id);
    });
    if (row.status === "returned" && alive.length > 0)
      throw wrong(row, `has come back (${row.returnReason}), though order ${alive[0]![0]} has used it`);
    if (row.status === "returned" && row.code !== null && isUsable(life, row.code))
      throw wrong(row, "has come back, and its code can still be used");
    if (["issued", "expired"].includes(row.status) && alive.length > 0)
      throw wrong(row, `is ${row.status}, though order ${alive[0]![0]} has used it`);
    if (row.status === "used" && carriers.length === 0) throw wrong(row, "is used, by no order");
    if (row.status === "reserved") throw wrong(row, "is still reserved after all was settled");
  }
}

function isUsable({ store }: Life, code: string): boolean {
  const discount = store.state.discountByCode(code);
  if (discount === null) return false;
  const now = store.store.nowInstant();
  const isOver = discount.endsAt !== null && discount.endsAt <= now;
  const used = discount.codes.reduce((sum, one) => sum + one.usedCount, 0);
  return !isOver && (discount.usageLimit === null || used < discount.usageLimit);
}

function wrong(row: RedemptionRow, detail: string): SimulationFailure {
  return new SimulationFailure("law 8", `redemption ${row.key} (${row.code}) ${detail}`);
}
