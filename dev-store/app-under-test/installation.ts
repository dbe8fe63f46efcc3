import type { AppConfig } from "../config.ts";
import { revokeTokens } from "../auth/tokens.ts";
import type { Outcome } from "../state/model.ts";
import type { AppInstallation } from "../state/model/app.ts";
import { done, refused } from "../state/outcome.ts";
import type { ShopState } from "../state/shop-state.ts";
import type { Store } from "../state/store.ts";

/** What the app asks for, less what this shop withholds. */
function grantable(state: ShopState, config: AppConfig): string[] {
  const asked = [...new Set([...config.scopes, ...config.optionalScopes])];
  return asked.filter((scope) => !state.shop.withheldScopes.includes(scope));
}

/** Managed installation: the merchant says yes to what `shopify.app.toml` asks for, optional scopes too. Installed already: unchanged. */
export function installApp(store: Store, state: ShopState, config: AppConfig): AppInstallation {
  const before = state.installation;
  if (before?.installed) return before;
  const installation: AppInstallation = {
    id: before?.id ?? store.newId(),
    installed: true,
    grantedScopes: grantable(state, config),
    installedAt: store.nowInstant(),
    uninstalledAt: null,
  };
  store.write(state, (change) => change.put("installation", installation));
  return installation;
}

/** Scopes that a newer `shopify.app.toml` asks for are granted when the merchant opens the app again. */
export function grantNewScopes(store: Store, state: ShopState, config: AppConfig): void {
  const { installation } = state;
  if (!installation?.installed) return;
  const missing = grantable(state, config).filter((scope) => !installation.grantedScopes.includes(scope));
  if (missing.length > 0) setScopes(store, state, [...installation.grantedScopes, ...missing]);
}

function setScopes(store: Store, state: ShopState, scopes: string[]): void {
  const { installation } = state;
  if (!installation) return;
  store.write(state, (change) => {
    change.put("installation", { ...installation, grantedScopes: scopes });
    change.emit({ topic: "app/scopes_update", previous: installation.grantedScopes, current: scopes });
  });
}

/** Grants and revokes scopes, now and for later installations. Codes: `not-installed`, `unknown-scope`. */
export function changeScopes(
  store: Store,
  state: ShopState,
  input: { grant: string[]; revoke: string[] },
): Outcome<string[]> {
  const { installation } = state;
  if (!installation?.installed)
    return refused(
      "not-installed",
      `The app is not installed on ${state.shop.domain}; POST /_control/install first.`,
    );
  const odd = [...input.grant, ...input.revoke].find(
    (scope) => !/^(unauthenticated_)?(read|write|customer_read|customer_write)_[a-z_]+$/.test(scope),
  );
  if (odd !== undefined)
    return refused("unknown-scope", `"${odd}" is no access scope; write for example read_orders.`, ["grant"]);
  const withheldScopes = [...new Set([...state.shop.withheldScopes, ...input.revoke])].filter(
    (one) => !input.grant.includes(one),
  );
  store.write(state, (change) => change.putShop({ ...state.shop, withheldScopes }));
  const scopes = [...new Set([...installation.grantedScopes, ...input.grant])].filter(
    (one) => !input.revoke.includes(one),
  );
  setScopes(store, state, scopes);
  return done(scopes);
}

/** Tells `app/uninstalled`, then every token is dead and what belongs to the app alone is gone. Code: `not-installed`. */
export function uninstallApp(store: Store, state: ShopState): Outcome<AppInstallation> {
  const { installation } = state;
  if (!installation?.installed)
    return refused("not-installed", `The app is not installed on ${state.shop.domain}.`);
  const after: AppInstallation = {
    ...installation,
    installed: false,
    grantedScopes: [],
    uninstalledAt: store.nowInstant(),
  };
  store.write(state, (change) => {
    change.emit({ topic: "app/uninstalled" });
    revokeTokens(state, change);
    for (const metafield of state.all("metafield").values())
      if (metafield.ownerGid.includes("/AppInstallation/")) change.remove("metafield", metafield.id);
    change.put("installation", after);
  });
  return done(after);
}
