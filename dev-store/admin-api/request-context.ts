import type { AppConfig } from "../config.ts";
import type { ShopState } from "../state/shop-state.ts";
import type { Store } from "../state/store.ts";
import { withImplied } from "./access.ts";
import type { BulkRunner } from "./bulk/runner.ts";
import type { ApiContext } from "./context.ts";

export function buildContext(store: Store, state: ShopState, app: AppConfig, bulk: BulkRunner): ApiContext {
  return {
    store,
    state,
    app,
    bulk,
    access: {
      scopes: withImplied(state.installation?.grantedScopes ?? []),
      protectedData: state.shop.protectedData,
    },
    now: store.now(),
    searchWarnings: [],
  };
}
