import { invariant } from "#app/domain/shared/invariant.ts";
import type { Programs } from "../ledger-ports.ts";
import { publishProgram, type PublishPorts } from "./publish-program.ts";

export type RollBackPorts = PublishPorts & { readonly programs: Pick<Programs, "list"> };

/**
 * Publishes what an older version said as a new one: nothing that was ever in force goes (law 10). `basedOn` is the version
 * that the merchant saw in force. Refused as any program is, where what it said can't be carried out any more.
 */
export async function rollBackProgram(
  ports: RollBackPorts,
  shopId: string,
  input: {
    readonly version: number;
    readonly basedOn: number;
    readonly by: string;
  },
): ReturnType<typeof publishProgram> {
  const versions = await ports.programs.list(shopId);
  const older = versions.find(({ version }) => version === input.version);
  invariant(older !== undefined, `version ${input.version} of ${shopId} was published`);
  const { version: restores, basedOn, by } = input;
  return publishProgram(ports, shopId, { body: older.body, by, basedOn, restores });
}
