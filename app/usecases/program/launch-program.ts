import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import type { AuditLog } from "../audit-ports.ts";
import type { Clock, Wake } from "../ports.ts";

/** Makes the program visible to shoppers; before it nothing is shown or sent to them. Launching again changes nothing. */
export async function launchProgram(
  ports: {
    readonly shops: { launch(shopId: string, at: Date): Promise<void> };
    readonly programs: { getCurrent(shopId: string): Promise<unknown> };
    readonly clock: Clock;
    readonly audit: Pick<AuditLog, "append">;
    readonly wake: Pick<Wake, "metafields">;
  },
  shopId: string,
  by: string,
): Promise<Outcome<null, Refusal<"program-required">>> {
  if ((await ports.programs.getCurrent(shopId)) === null) {
    return refuse({
      code: "program-required",
      detail: "Publish a program first: shoppers need something to earn by.",
    });
  }
  const at = ports.clock.now();
  await ports.shops.launch(shopId, at);
  await ports.audit.append(shopId, { at, actor: by, action: "launched", subject: "shop", detail: {} });
  ports.wake.metafields(shopId);
  return accept(null);
}
