import { accept } from "#app/domain/shared/outcome.ts";
import { createGateway, type Gateway, type GatewayParts } from "#app/shopify/gateway.server.ts";
import type { Logger } from "#app/usecases/ports.ts";
import type { Fixture } from "../dev-store/admin-api/support.ts";

export const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** `fetch` as the app has it against a local store: the shop's host becomes a path of the store. */
export function storeFetch(url: string): typeof fetch {
  return (input, init) => {
    const asked = new URL(input instanceof Request ? input.url : String(input));
    return fetch(`${url}/_shops/${asked.host}${asked.pathname}`, init);
  };
}

/** The app's own gateway to a local store; pauses between attempts are recorded, not waited. */
export function gatewayTo(
  fixture: Pick<Fixture, "url" | "token">,
  overrides: Partial<GatewayParts> = {},
): Gateway & { waits: number[] } {
  const waits: number[] = [];
  const gateway = createGateway({
    fetch: storeFetch(fixture.url),
    tokens: { getAdminToken: () => Promise.resolve(accept(fixture.token)) },
    apiVersion: "2026-07",
    logger: silent,
    random: () => 0,
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    ...overrides,
  });
  return { ...gateway, waits };
}
