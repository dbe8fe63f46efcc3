import type { AppConfig } from "../config.ts";
import type { ShopState } from "../state/shop-state.ts";
import type { Store } from "../state/store.ts";
import { AppUnavailable, type AppClient } from "./app-client.ts";
import { grantNewScopes, installApp } from "./installation.ts";

const retryMs = 1000;

/** Installs the app and opens it once, as a merchant does. Throws `AppUnavailable`. */
export async function installAndOpen(
  store: Store,
  state: ShopState,
  config: AppConfig,
  app: AppClient,
): Promise<void> {
  installApp(store, state, config);
  grantNewScopes(store, state, config);
  await app.open(state.shop.domain);
}

function neverOpened(state: ShopState): boolean {
  return ![...state.all("token").values()].some((token) => !token.revoked);
}

/** At boot: installs the demo shop's app as soon as the app answers, and tries again until it has been opened once. */
export class BootInstaller {
  readonly #work: Promise<void>;
  #pending: string | null;
  #stopped = false;

  constructor(
    store: Store,
    state: ShopState,
    config: () => AppConfig,
    app: AppClient,
    log: (message: string) => void,
  ) {
    const uninstalledByMerchant = state.installation !== null && !state.installation.installed;
    const wanted = !uninstalledByMerchant && neverOpened(state);
    this.#pending = wanted ? `install: ${state.shop.domain}` : null;
    this.#work = wanted ? this.#run(store, state, config, app, log) : Promise.resolve();
  }

  /** What `settle` still waits for; null when done. */
  get pending(): string | null {
    return this.#pending;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#work;
  }

  async #run(
    store: Store,
    state: ShopState,
    config: () => AppConfig,
    app: AppClient,
    log: (message: string) => void,
  ): Promise<void> {
    let told = "";
    while (!this.#stopped) {
      if (await app.isUp()) {
        try {
          await installAndOpen(store, state, config(), app);
          this.#pending = null;
          log(`app installed on ${state.shop.domain}`);
          return;
        } catch (error) {
          if (!(error instanceof AppUnavailable)) throw error;
          if (error.message !== told) log(`installing on ${state.shop.domain}: ${error.message}`);
          told = error.message;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}
