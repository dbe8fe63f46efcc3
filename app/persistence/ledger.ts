import type { Ledger, LedgerStores } from "#app/usecases/ledger-ports.ts";
import { createAuditStore } from "./audit-store.ts";
import { createConsentsStore } from "./consents-store.ts";
import type { Database, Db } from "./db.ts";
import { createHistorySets } from "./award-set.ts";
import { createEffects } from "./effects-store.ts";
import { createCampaignsStore } from "./campaigns-store.ts";
import { createErasureStore } from "./erasure-store.ts";
import { createMembersStore } from "./members-store.ts";
import { createOccasionsStore } from "./occasions-store.ts";
import { createOrdersStore } from "./orders-store.ts";
import { createPointsStore } from "./points-store.ts";
import { createProgramStore } from "./program-store.ts";
import { createRedemptionsStore } from "./redemptions-store.ts";
import { createShopsStore } from "./shops-store.server.ts";
import { createRuleUsagesStore } from "./rule-usages-store.ts";
import { createSweepsStore } from "./sweeps-store.ts";
import { createTierMarksStore } from "./tier-marks-store.ts";
import { createTierChangesStore } from "./tier-changes-store.ts";
import { createTierFilesStore } from "./tier-files-store.ts";
import { createTierStore } from "./tier-store.ts";

function storesOn(db: Db): LedgerStores {
  return {
    shops: createShopsStore(db),
    members: createMembersStore(db),
    points: createPointsStore(db),
    orders: createOrdersStore(db),
    programs: createProgramStore(db),
    sweeps: createSweepsStore(db),
    history: createHistorySets(db),
    erasures: createErasureStore(db),
    consents: createConsentsStore(db),
    redemptions: createRedemptionsStore(db),
    occasions: createOccasionsStore(db),
    campaigns: createCampaignsStore(db),
    usages: createRuleUsagesStore(db),
    tiers: createTierStore(db),
    tierChanges: createTierChangesStore(db),
    tierFiles: createTierFilesStore(db),
    tierMarks: createTierMarksStore(db),
    audit: createAuditStore(db),
  };
}

/** The ledger's stores, several of them in one transaction, and its single effects. */
export function createLedger(database: Pick<Database, "pool" | "transaction">): Ledger {
  return {
    transaction: (work) => database.transaction((db) => work(storesOn(db))),
    apply: createEffects(database).apply,
  };
}
