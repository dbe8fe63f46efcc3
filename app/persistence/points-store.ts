import type { Points } from "#app/usecases/ledger-ports.ts";
import type { Db } from "./db.ts";
import {
  ENTRY_COLUMNS,
  type EntryRow,
  insertEntries,
  LOT_COLUMNS,
  type LotRow,
  toEntry,
  toLot,
  upsertLots,
} from "./points-rows.ts";

export function createPointsStore(db: Db): Points {
  return {
    async listLots(shopId, memberIds) {
      const rows = await db.$queryRaw<LotRow[]>`
        SELECT ${LOT_COLUMNS} FROM lots
        WHERE shop_id = ${shopId} AND member_id = ANY (${memberIds}::uuid[]) AND (remaining > 0 OR expired > expired_reversed)
        ORDER BY member_id, seq, n`;
      return rows.map(toLot);
    },

    async listAllLots(shopId, memberIds) {
      const rows = await db.$queryRaw<LotRow[]>`
        SELECT ${LOT_COLUMNS} FROM lots WHERE shop_id = ${shopId} AND member_id = ANY (${memberIds}::uuid[]) ORDER BY member_id, seq, n`;
      return rows.map(toLot);
    },

    async getLots(shopId, memberId, lotIds) {
      const rows = await db.$queryRaw<LotRow[]>`
        SELECT ${LOT_COLUMNS} FROM lots
        WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid AND seq || '.' || n = ANY (${lotIds})
        ORDER BY seq, n`;
      return rows.map(toLot).map(({ memberId: _, ...lot }) => lot);
    },

    async write(shopId, changes) {
      if (changes.every(({ entries, lots }) => entries.length + lots.length === 0)) return;
      await db.$executeRaw`WITH appended AS (${insertEntries(shopId, changes)}) ${upsertLots(shopId, changes)}`;
    },

    async findByKey(shopId, key) {
      const rows = await db.$queryRaw<EntryRow[]>`
        SELECT ${ENTRY_COLUMNS} FROM entries WHERE shop_id = ${shopId} AND key = ${key}`;
      return rows[0] === undefined ? null : toEntry(rows[0]);
    },

    async getEntry(shopId, memberId, seq) {
      const rows = await db.$queryRaw<EntryRow[]>`
        SELECT ${ENTRY_COLUMNS} FROM entries WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid AND seq = ${seq}`;
      return rows[0] === undefined ? null : toEntry(rows[0]).entry;
    },

    async renameOrder(shopId, memberId, from, to) {
      await db.$executeRaw`
        UPDATE lots SET order_id = ${to}
        WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid AND order_id = ${from}`;
    },
  };
}
