import type { ShopRecord } from "#app/usecases/ports.ts";
import type { Db } from "./db.ts";

export type ShopsStore = ReturnType<typeof createShopsStore>;

export function createShopsStore(db: Db) {
  return {
    async get(shopId: string): Promise<ShopRecord | null> {
      const rows = await db.$queryRaw<ShopRecord[]>`
        SELECT shop_id AS "shopId", name, currency, time_zone AS "timeZone", installed_at AS "installedAt",
               uninstalled_at AS "uninstalledAt", launched_at AS "launchedAt", quiet_since AS "quietSince", participation, excluded_tag AS "excludedTag",
               history_from::text AS "historyFrom", history_earns AS "historyEarns", reconciled_until AS "reconciledUntil",
               token_problem AS "tokenProblem", data_withheld AS "dataWithheld"
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
    async install(
      shop: { shopId: string; name: string; currency: string; timeZone: string },
      at: Date,
    ): Promise<void> {
      await db.$executeRaw`
        INSERT INTO shops (shop_id, name, currency, time_zone, installed_at)
        VALUES (${shop.shopId}, ${shop.name}, ${shop.currency}, ${shop.timeZone}, ${at})
        ON CONFLICT (shop_id) DO UPDATE SET
          name = excluded.name, currency = excluded.currency, time_zone = excluded.time_zone,
          installed_at = excluded.installed_at, uninstalled_at = NULL, token_problem = NULL, program_shown = NULL, ladder_shown = NULL`;
      // The store forgot what the app had shown there: it is shown again.
      await db.$executeRaw`UPDATE members SET published_seq = -1 WHERE shop_id = ${shop.shopId} AND published_seq <> -1`;
      await db.$executeRaw`UPDATE tier_marks SET shown = NULL WHERE shop_id = ${shop.shopId} AND shown IS NOT NULL`;
    },

    async learn(shopId: string, shop: { name: string; timeZone: string }): Promise<void> {
      await db.$executeRaw`
        UPDATE shops SET name = ${shop.name}, time_zone = ${shop.timeZone}
        WHERE shop_id = ${shopId} AND (name, time_zone) IS DISTINCT FROM (${shop.name}, ${shop.timeZone})`;
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

    async setDataWithheld(shopId: string, level: "level-1" | "level-2" | null): Promise<void> {
      await db.$executeRaw`UPDATE shops SET data_withheld = ${level} WHERE shop_id = ${shopId} AND data_withheld IS DISTINCT FROM ${level}`;
    },

    async listSetupMarks(shopId: string): Promise<string[]> {
      const rows = await db.$queryRaw<
        { marks: string[] }[]
      >`SELECT setup_marks AS marks FROM shops WHERE shop_id = ${shopId}`;
      return rows[0]?.marks ?? [];
    },

    async markSetup(shopId: string, mark: string): Promise<void> {
      await db.$executeRaw`
        UPDATE shops SET setup_marks = array_append(setup_marks, ${mark}) WHERE shop_id = ${shopId} AND NOT ${mark} = ANY (setup_marks)`;
    },

    /** Which orders from before the program earn; changes nothing that has earned already. */
    async setHistory(
      shopId: string,
      history: { readonly earns: boolean; readonly from: string | null },
    ): Promise<void> {
      await db.$executeRaw`
        UPDATE shops SET history_earns = ${history.earns}, history_from = ${history.from}::date WHERE shop_id = ${shopId}`;
    },

    async setTokenProblem(shopId: string, problem: "reconnect" | null): Promise<void> {
      await db.$executeRaw`
        UPDATE shops SET token_problem = ${problem} WHERE shop_id = ${shopId} AND token_problem IS DISTINCT FROM ${problem}`;
    },
  };
}
