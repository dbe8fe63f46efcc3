import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import type { Programs } from "../ledger-ports.ts";
import type { TierChangeover } from "../tiers/follow-tiers.ts";
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
    /** Where members of tiers go that it does not have: id → an id of its ladder. */
    readonly replaced?: Readonly<Record<string, string>>;
    readonly changeover?: TierChangeover;
  },
): ReturnType<typeof publishProgram> {
  const versions = await ports.programs.list(shopId);
  const older = versions.find(({ version }) => version === input.version);
  invariant(older !== undefined, `version ${input.version} of ${shopId} was published`);
  const { version: restores, basedOn, by, changeover } = input;
  return publishProgram(ports, shopId, {
    ...{ body: replacing(older.body, input.replaced ?? {}), by, basedOn, restores },
    ...(changeover === undefined ? {} : { changeover }),
  });
}

function replacing(body: ProgramBody, replaced: Readonly<Record<string, string>>): ProgramBody {
  if (body.tiers === null) return body;
  return { ...body, tiers: { ...body.tiers, replaced: { ...body.tiers.replaced, ...replaced } } };
}
