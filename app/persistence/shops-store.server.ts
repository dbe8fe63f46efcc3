import type { ShopRecord } from "#app/usecases/ports.ts";
import type { Db } from "./db.ts";

export type ShopsStore = ReturnType<typeof createShopsStore>;

export function createShopsStore(db: Db) {
  return {
    async get(shopId: string): Promise<ShopRecord | null> {
      const rows = await db.$queryRaw<ShopRecord[]>`
        SELECT shop_id AS "shopId", name, currency, time_zone AS "timeZone", installed_at AS "installedAt",
               uninstalled_at AS "uninstalledAt", launched_at AS "launchedAt", participation, excluded_tag AS "excludedTag",
               history_from::text AS "historyFrom", history_earns AS "historyEarns", reconciled_until AS "reconciledUntil",
               token_problem AS "tokenProblem"
        FROM shops WHERE shop_id = ${shopId}`;
      return rows[0] ?? null;
    },

    /** Shops that have the app now, in order. */
    async listInstalled(): Promise<string[]> {
      const rows = await db.$queryRaw<{ shopId: string }[]>`
        SELECT shop_id AS "shopId" FROM shops WHERE uninstalled_at IS NULL ORDER BY shop_id`;
      return rows.map((row) => row.shopId);
    },

    /** First sight, or back after an uninstall: settings, launch and history of an earlier installation stay. */
    async install(shop: { shopId: string; name: string; currency: string; timeZone: string }, at: Date): Promise<void> {
      await db.$executeRaw`
        INSERT INTO shops (shop_id, name, currency, time_zone, installed_at)
        VALUES (${shop.shopId}, ${shop.name}, ${shop.currency}, ${shop.timeZone}, ${at})
        ON CONFLICT (shop_id) DO UPDATE SET
          name = excluded.name, currency = excluded.currency, time_zone = excluded.time_zone,
          installed_at = excluded.installed_at, uninstalled_at = NULL, token_problem = NULL`;
    },

    /** @returns false when `triggeredAt` is before the present installation, which it then can't have ended. */
    async uninstall(shopId: string, triggeredAt: Date): Promise<boolean> {
      const changed = await db.$executeRaw`
        UPDATE shops SET uninstalled_at = ${triggeredAt}
        WHERE shop_id = ${shopId} AND uninstalled_at IS NULL AND installed_at <= ${triggeredAt}`;
      return changed === 1;
    },

    async launch(shopId: string, at: Date): Promise<void> {
      await db.$executeRaw`UPDATE shops SET launched_at = ${at} WHERE shop_id = ${shopId} AND launched_at IS NULL`;
    },

    async setReconciledUntil(shopId: string, until: Date): Promise<void> {
      await db.$executeRaw`UPDATE shops SET reconciled_until = greatest(reconciled_until, ${until}) WHERE shop_id = ${shopId}`;
    },

    async setTokenProblem(shopId: string, problem: "reconnect" | null): Promise<void> {
      await db.$executeRaw`
        UPDATE shops SET token_problem = ${problem} WHERE shop_id = ${shopId} AND token_problem IS DISTINCT FROM ${problem}`;
    },
  };
}
