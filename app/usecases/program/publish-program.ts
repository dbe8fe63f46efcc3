import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { type ProgramRefusal, validateProgram } from "#app/domain/program/validate-program.ts";
import { refuseOccupied } from "#app/domain/program/validate-tiers.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { followTiers, type TierChangeover } from "../tiers/follow-tiers.ts";
import { placeMembers } from "../tiers/place-members.ts";
import { awardHistory } from "./award-history.ts";
import type { ProductPorts } from "../orders/complete-products.ts";
import type { Ledger, PublishedProgram } from "../ledger-ports.ts";
import type { Clock, Wake } from "../ports.ts";

export type PublishPorts = ProductPorts & {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly wake: Pick<Wake, "metafields">;
};

/** Another version was published since the one that this body was made from. */
export type VersionChanged = Refusal<"version-changed">;

export type PublishRefusal = ProgramRefusal | VersionChanged | Refusal<"until-in-the-past">;

/**
 * Publishes a new version, which rules the orders paid from now on; earlier ones keep theirs (law 10). Publications come
 * one after another. With the first one, the orders that have waited for it get their points. `basedOn`, where given, is the
 * version in force that the body was made from (null: none): it replaces no other. `restores`: the older version whose body it is. `changeover`: how members
 * are brought to another ladder; unless said, those who reach less are lowered, and nobody gets entry rewards.
 */
export async function publishProgram(
  ports: PublishPorts,
  shopId: string,
  input: {
    readonly body: ProgramBody;
    readonly by: string;
    readonly basedOn?: number | null;
    readonly restores?: number;
    readonly changeover?: TierChangeover;
  },
): Promise<Outcome<PublishedProgram, PublishRefusal>> {
  const published = await ports.ledger.transaction(async (stores) => {
    const shop = await stores.shops.get(shopId);
    invariant(shop !== null, `${shopId} is installed`);
    const today = businessDate(ports.clock.now(), shop.timeZone);
    const [first, ...rest] = validateProgram(input.body, shop.currency, today);
    if (first !== undefined) return refuse<PublishRefusal>(first, ...rest);
    const losers = input.changeover?.losers;
    if (losers?.kind === "protect" && losers.until < today) {
      const detail = "This day is over: protect until a later one.";
      return refuse<PublishRefusal>({ code: "until-in-the-past", pointer: "/protectUntil", detail });
    }
    await stores.programs.lock(shopId);
    const current = await stores.programs.getCurrent(shopId);
    if (input.basedOn !== undefined && input.basedOn !== (current?.version ?? null)) {
      return refuse<PublishRefusal>({
        code: "version-changed",
        detail: "Another version was published meanwhile. Look at what it changed, then publish again.",
      });
    }
    const [occupied, ...others] = refuseOccupied(
      input.body.tiers,
      await stores.tierChanges.countByTier(shopId),
      current?.body.tiers ?? null,
    );
    if (occupied !== undefined) return refuse<PublishRefusal>(occupied, ...others);
    const now = ports.clock.now();
    // Two publications in one moment: versions are told apart by time as well as by number.
    const publishedAt =
      current !== null && current.publishedAt >= now ? new Date(current.publishedAt.getTime() + 1) : now;
    const version = {
      version: (current?.version ?? 0) + 1,
      publishedAt,
      publishedBy: input.by,
      body: input.body,
    };
    await stores.programs.insert(shopId, version);
    await followTiers(stores, shop, current?.body.tiers ?? null, version, input.changeover);
    await stores.audit.append(shopId, {
      ...{ at: publishedAt, actor: input.by, subject: `program:${version.version}` },
      ...(input.restores === undefined
        ? { action: "program-published", detail: { version: version.version } }
        : { action: "program-rolled-back", detail: { version: version.version, from: input.restores } }),
    });
    return accept({ version: version.version, publishedAt, body: version.body });
  });
  // Refused: it is published all the same, and the orders that still wait get their points with the next reconcile.
  if (published.ok && published.value.version === 1) await awardHistory(ports, shopId);
  // Killed here: the sweep brings them to the ladder.
  if (published.ok) {
    await placeMembers(ports, shopId);
    // Names, tags and benefits of tiers are shown anew also where nobody moved.
    ports.wake.metafields(shopId);
  }
  return published;
}
