import { assertCoherent } from "#app/domain/points/coherence.ts";
import type { Entry, Lot, MemberBooks } from "#app/domain/points/books.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import type { Database } from "#app/persistence/db.ts";

/**
 * The laws of the ledger, read back from the database of one shop; every ledger test ends with it.
 * Law 3 for each member at every prefix; members' totals; orders against their lines, changes and entries (laws 5 and 6).
 * @throws InvariantError naming the first thing that does not fit.
 */
export async function expectCoherentLedger(database: Database, shopId: string): Promise<void> {
  const members = await select(database, shopId, "members", "member_id");
  const entries = await select(database, shopId, "entries", "member_id, seq");
  const lots = await select(database, shopId, "lots", "member_id, seq, n");
  const orders = await select(database, shopId, "orders", "order_id");
  const lines = await select(database, shopId, "order_lines", "order_id, position");
  const changes = await select(database, shopId, "order_changes", "order_id, at");

  const known = new Set(members.map((member) => member["member_id"]));
  for (const row of [...entries, ...lots])
    invariant(known.has(row["member_id"]), "every entry and lot has its member");
  const written = new Set(entries.map((entry) => `${entry["member_id"]} ${entry["seq"]}`));
  for (const lot of lots)
    invariant(written.has(`${lot["member_id"]} ${lot["seq"]}`), "every lot has the entry that made it");
  await expectKept(database, shopId, "to_publish", "participation, customer_id, published_seq, last_seq");
  await expectKept(database, shopId, "to_mail", "participation, mailed_seq, last_seq");
  for (const member of members) {
    const own = (rows: Row[]) => rows.filter((row) => row["member_id"] === member["member_id"]);
    assertCoherent(booksOf(member, own(lots)), own(entries).map(entryOf));
    const cluster = members.filter((other) => rootOf(other, members) === member["member_id"]);
    const earned = entries
      .filter(
        (entry) => entry["kind"] === "earn" && cluster.some((one) => one["member_id"] === entry["member_id"]),
      )
      .reduce((sum, entry) => sum + Number(entry["points"]) + Number(entry["pending_points"]), 0);
    const name = `member ${member["name"] ?? member["member_id"]}`;
    invariant(
      Number(member["earned_total"]) === earned,
      `${name} has earned ${earned}, the row says ${member["earned_total"]}`,
    );
    const purchases = own(orders).filter((order) => order["is_purchase"]);
    invariant(
      member["orders_count"] === purchases.length,
      `${name} has ${purchases.length} purchases, not ${member["orders_count"]}`,
    );
    const spent = sum(purchases, "goods_left_minor");
    invariant(
      BigInt(member["spent_minor"]) === spent,
      `${name} has spent ${spent}, the row says ${member["spent_minor"]}`,
    );
    const last =
      purchases
        .map((order) => order["business_date"])
        .sort()
        .at(-1) ?? null;
    invariant(
      member["last_order_on"] === last,
      `${name} bought last on ${last}, the row says ${member["last_order_on"]}`,
    );
  }
  for (const order of orders) {
    const own = (rows: Row[]) => rows.filter((row) => row["order_id"] === order["order_id"]);
    const name = `order ${order["name"]}`;
    const ownLines = own(lines);
    const goods = ownLines.filter((line) => !line["gift_card"]);
    for (const line of ownLines) {
      invariant(
        BigInt(line["refunded_minor"]) <= BigInt(line["net_minor"]),
        `${name}: a line gave back more than it had`,
      );
      invariant(
        Number(line["kept_points"]) <= Number(line["earned_points"]),
        `${name}: reversed ≤ earned, per line`,
      );
    }
    invariant(
      BigInt(order["goods_left_minor"]) === sum(goods, "net_minor") - sum(goods, "refunded_minor"),
      `${name}: goods left are what the lines have left`,
    );
    if (order["paid_at"] !== null) {
      invariant(
        BigInt(order["goods_left_minor"]) === BigInt(order["goods_minor"]) + sum(own(changes), "goods_minor"),
        `${name}: goods as bought and its changes sum to the goods left`,
      );
    }
    for (const column of ["earned_points", "kept_points"]) {
      invariant(
        BigInt(order[column]) === sum(ownLines, column),
        `${name}: ${column} are the sum of its lines'`,
      );
    }
    const effects = entries.filter((entry) => isOf(entry, order, own(changes)));
    const net = effects.reduce((total, entry) => total + effectOf(entry), 0);
    invariant(
      net === Number(order["kept_points"]),
      `${name} keeps ${order["kept_points"]}, its entries sum to ${net}`,
    );
    const bonus = entries
      .filter((entry) => entry["source_type"] === "order-bonus")
      .filter((entry) => [order["order_id"], `csv:${order["name"]}`].includes(entry["source_id"]))
      .reduce((total, entry) => total + effectOf(entry), 0);
    invariant(
      bonus === Number(order["bonus_points"]),
      `${name} holds a bonus of ${order["bonus_points"]}, its entries sum to ${bonus}`,
    );
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- rows of any table, read by column name
type Row = Record<string, any>;

async function select(database: Database, shopId: string, table: string, orderBy: string): Promise<Row[]> {
  const { rows } = await database.pool.query<{ row: Row }>(
    `SELECT to_jsonb(t) AS row FROM ${table} t WHERE t.shop_id = $1 ORDER BY ${orderBy}`,
    [shopId],
  );
  return rows.map(({ row }) => row);
}

/** Members of whom `is_<what>` is true, and they alone, stand in `members_<what>`. */
async function expectKept(database: Database, shopId: string, what: string, columns: string): Promise<void> {
  const { rowCount } = await database.pool.query(
    `SELECT FROM (SELECT member_id, true AS known FROM members WHERE shop_id = $1 AND is_${what}(${columns})) m
     FULL JOIN (SELECT member_id, true AS known FROM members_${what} WHERE shop_id = $1) q USING (member_id)
     WHERE m.known IS NULL OR q.known IS NULL`,
    [shopId],
  );
  invariant(rowCount === 0, `members_${what} holds whom the condition names`);
}

function sum(rows: readonly Row[], column: string): bigint {
  return rows.reduce((total, row) => total + BigInt(row[column]), 0n);
}

function rootOf(member: Row, members: readonly Row[]): string {
  const next = members.find((other) => other["member_id"] === member["merged_into"]);
  return next === undefined ? member["member_id"] : rootOf(next, members);
}

/** Entries whose cause is this order, by its id or by its name in a file, or one of its refunds. */
function isOf(entry: Row, order: Row, changes: readonly Row[]): boolean {
  if (entry["source_type"] === "order")
    return [order["order_id"], `csv:${order["name"]}`].includes(entry["source_id"]);
  return (
    entry["source_type"] === "refund" && changes.some((change) => change["change_id"] === entry["source_id"])
  );
}

/** What an entry changed of the points that the order keeps: forgiven and already expired points are gone as well. */
function effectOf(entry: Row): number {
  return (
    Number(entry["points"]) +
    Number(entry["pending_points"]) -
    Number(entry["shortfall"]) -
    Number(entry["already_expired"])
  );
}

const dateOf = (text: string | null) => (text === null ? null : new Date(text));

function booksOf(member: Row, lots: readonly Row[]): MemberBooks {
  return {
    balance: Number(member["balance"]),
    pending: Number(member["pending"]),
    deficit: Number(member["deficit"]),
    lastSeq: Number(member["last_seq"]),
    lots: lots.map((lot): Lot => ({
      seq: Number(lot["seq"]),
      n: Number(lot["n"]),
      orderId: lot["order_id"],
      points: Number(lot["points"]),
      remaining: Number(lot["remaining"]),
      expired: Number(lot["expired"]),
      expiredReversed: Number(lot["expired_reversed"]),
      extended: lot["extended"],
      earnedAt: new Date(lot["earned_at"]),
      maturesAt: dateOf(lot["matures_at"]),
      expiresAt: dateOf(lot["expires_at"]),
      slide:
        lot["slide_months"] === null
          ? null
          : { months: lot["slide_months"], roundUpTo: lot["slide_round_up"] },
    })),
  };
}

function entryOf(row: Row): Entry {
  return {
    seq: Number(row["seq"]),
    key: row["key"],
    input: row["input_hash"],
    at: new Date(row["at"]),
    kind: row["kind"],
    points: Number(row["points"]),
    pendingPoints: Number(row["pending_points"]),
    balanceAfter: Number(row["balance_after"]),
    pendingAfter: Number(row["pending_after"]),
    shortfall: Number(row["shortfall"]),
    alreadyExpired: Number(row["already_expired"]),
    reason: row["reason"],
    source: { type: row["source_type"], id: row["source_id"] },
    programVersion: row["program_version"],
    correctsSeq: row["corrects_seq"],
    movements: row["movements"],
  };
}
