import type pg from "pg";
import { DEFAULT_PROGRAM } from "#app/domain/program/program-body.ts";

export const BENCH_SHOP = "bench.myshopify.com";

/** The shop that the measurements run in: installed, its program published. */
export async function makeBenchShop(client: pg.Client | pg.Pool): Promise<void> {
  await client.query(
    "INSERT INTO shops (shop_id, name, currency, time_zone, installed_at) VALUES ($1, 'Bench', 'USD', 'America/New_York', now())",
    [BENCH_SHOP],
  );
  await client.query(
    "INSERT INTO program_versions (shop_id, version, published_at, published_by, body) VALUES ($1, 1, now(), 'bench', $2)",
    [BENCH_SHOP, JSON.stringify(DEFAULT_PROGRAM)],
  );
}
