import { DEFAULT_PROGRAM, type ProgramBody } from "#app/domain/program/program-body.ts";
import type { Outcome } from "#app/domain/shared/outcome.ts";
import type { Clock, Logger } from "../ports.ts";

export type LocalSetUpPorts = {
  readonly clock: Clock;
  readonly log: Logger;
  readonly shops: { launch(shopId: string, at: Date): Promise<void> };
  readonly programs: { getCurrent(shopId: string): Promise<unknown> };
  readonly publish: (body: ProgramBody, by: string) => Promise<Outcome<unknown>>;
  readonly startImport: () => Promise<Outcome<unknown>>;
};

/**
 * On a developer's machine nobody wants to click through a setup first: a newly installed shop gets the default program as version
 * 1 and its first import at once, and the demo shop is launched. For a real shop the merchant does each of these in the setup guide.
 */
export async function setUpLocalShop(
  ports: LocalSetUpPorts,
  shopId: string,
  options: { readonly launch: boolean },
): Promise<void> {
  if ((await ports.programs.getCurrent(shopId)) === null) {
    const published = await ports.publish(DEFAULT_PROGRAM, "local store");
    if (!published.ok) throw new Error(`the default program was refused: ${published.refusals[0].detail}`);
  }
  if (options.launch) await ports.shops.launch(shopId, ports.clock.now());
  const started = await ports.startImport();
  if (!started.ok) throw new Error(`the first import can't start: ${started.refusals[0].detail}`);
  ports.log.info({ shopId, launched: options.launch }, "local shop set up");
}
