import type { Ledger, LedgerStores } from "#app/usecases/ledger-ports.ts";
import { createAuditStore } from "./audit-store.ts";
import type { Database, Db } from "./db.ts";
import { createErasureStore } from "./erasure-store.ts";
import { createMembersStore } from "./members-store.ts";
import { createOccasionsStore } from "./occasions-store.ts";
import { createOrdersStore } from "./orders-store.ts";
import { createPointsStore } from "./points-store.ts";
import { createProgramStore } from "./program-store.ts";
import { createShopsStore } from "./shops-store.server.ts";
import { createSweepsStore } from "./sweeps-store.ts";

function storesOn(db: Db): LedgerStores {
  return {
    shops: createShopsStore(db),
    members: createMembersStore(db),
    points: createPointsStore(db),
    orders: createOrdersStore(db),
    programs: createProgramStore(db),
    sweeps: createSweepsStore(db),
    erasures: createErasureStore(db),
    occasions: createOccasionsStore(db),
    audit: createAuditStore(db),
  };
}

/** The ledger's stores, several of them in one transaction. */
export function createLedger(database: Pick<Database, "transaction">): Ledger {
  return { transaction: (work) => database.transaction((db) => work(storesOn(db))) };
}
