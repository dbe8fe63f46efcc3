import { createReadStream } from "node:fs";
import { importOrders } from "./order-csv/import-orders.ts";
import { readOrderCsv } from "./order-csv/read-orders.ts";
import { UnreadableOrderCsv } from "./order-csv/read-rows.ts";
import { EnvironmentError, type Environment } from "./environment.ts";
import { plantSampleStore } from "./sample-store/plant.ts";
import { createShop } from "./state/operations/shops.ts";
import type { ShopState } from "./state/shop-state.ts";
import type { Store } from "./state/store.ts";

function makeShop(store: Store, environment: Environment, currency: string): ShopState {
  const made = createShop(store, {
    name: "Perennial Demo",
    domain: environment.demoShop,
    timeZone: environment.timeZone,
    currency,
    withhold: [],
  });
  if (!made.ok) throw new EnvironmentError(`The dev store can't start: ${made.detail}`);
  return made.value;
}

async function fromOrderFile(
  store: Store,
  environment: Environment,
  file: string,
  log: (message: string) => void,
): Promise<void> {
  const read = await readOrderCsv(createReadStream(file), environment.currency ?? "USD").catch(
    (error: unknown) => {
      const unreadable =
        error instanceof UnreadableOrderCsv || (error instanceof Error && "syscall" in error);
      throw unreadable
        ? new EnvironmentError(`DEV_STORE_ORDERS, ${file}: ${(error as Error).message}`)
        : error;
    },
  );
  for (const one of read.errors) log(`${file}, row ${one.row}, ${one.column}: ${one.detail}`);
  if (read.errorCount > 0)
    throw new EnvironmentError(
      `DEV_STORE_ORDERS, ${file}: ${read.errorCount} wrong cells (the first are listed above); mend them and start again.`,
    );
  const currency = environment.currency ?? read.orders[0]?.currency ?? "USD";
  const state = makeShop(store, environment, currency);
  await importOrders(store, state, read.orders, { deliver: false, updatedAt: null });
  log(`loaded ${state.all("order").size} orders of ${state.all("customer").size} customers from ${file}`);
}

/** Fills the demo shop on the first start: from `DEV_STORE_ORDERS`, else with the sample store. Later starts keep what is there. */
export async function ensureDemoShop(
  store: Store,
  environment: Environment,
  log: (message: string) => void,
): Promise<ShopState> {
  const source = environment.ordersFile ?? "sample";
  if (store.meta("filledFrom") === null) {
    // A fill that was cut off begins anew: half a history would look like a whole one.
    store.clear();
    if (environment.now) store.setClockOffsetMs(environment.now.getTime() - Date.now());
    if (environment.ordersFile) await fromOrderFile(store, environment, environment.ordersFile, log);
    else plantSampleStore(store, makeShop(store, environment, environment.currency ?? "USD"));
    store.setMeta("filledFrom", source);
  } else if (store.meta("filledFrom") !== source) {
    log(
      `keeping the store filled from ${String(store.meta("filledFrom"))}; start with --fresh to fill it from ${source}`,
    );
  }
  const state = store.shop(environment.demoShop);
  if (!state)
    throw new EnvironmentError(`The data folder holds no shop ${environment.demoShop}; start with --fresh.`);
  return state;
}
