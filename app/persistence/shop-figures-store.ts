import type { ShopFigures } from "#app/usecases/program/catalogue-ports.ts";
import type { Db } from "./db.ts";

export function createShopFiguresStore(db: Db): ShopFigures {
  return {
    async orderSizes(shopId) {
      const rows = await db.$queryRaw<{ largestMinor: bigint | null; averageMinor: bigint | null }[]>`
        SELECT max(goods_minor) AS "largestMinor", round(avg(goods_minor))::bigint AS "averageMinor"
        FROM orders WHERE shop_id = ${shopId} AND is_purchase`;
      return rows[0] ?? { largestMinor: null, averageMinor: null };
    },
  };
}
