import type { Wake } from "#app/usecases/ports.ts";

/** No worker listens: a test runs the jobs itself, as the sweeps would. */
export const noWake: Wake = {
  inbox: () => undefined,
  imports: () => undefined,
  metafields: () => undefined,
  redemptions: () => undefined,
  campaigns: () => undefined,
  mails: () => undefined,
  grants: () => undefined,
  tiers: () => undefined,
};
