import { toBody } from "#app/domain/program/draft-program.ts";
import { draftTier } from "#app/domain/program/draft-tiers.ts";
import type { Selection } from "#app/domain/program/program-body.ts";
import type { DraftTier, DraftTiers, ProgramDraft } from "#app/domain/program/program-draft.ts";
import { typedNumber } from "#app/domain/program/typed-number.ts";
import { validateTiers } from "#app/domain/program/validate-tiers.ts";
import { PLAIN_TIER } from "#app/domain/tiers/tiers.ts";

/** The same draft with other tiers; one that has none stays as it is. */
export function withTiers(
  draft: ProgramDraft,
  change: (tiers: DraftTiers) => Partial<DraftTiers>,
): ProgramDraft {
  return draft.tiers === null ? draft : { ...draft, tiers: { ...draft.tiers, ...change(draft.tiers) } };
}

/** Changes one, found by its id. */
export function withTier(draft: ProgramDraft, id: string, change: Partial<DraftTier>): ProgramDraft {
  return withTiers(draft, ({ ladder }) => ({
    ladder: ladder.map((tier) => (tier.id === id ? { ...tier, ...change } : tier)),
  }));
}

/** A tier above all others, beginning at twice the highest threshold. */
export function newTier({ ladder }: Pick<DraftTiers, "ladder">, id: string): DraftTier {
  const highest = Math.max(0, ...ladder.map(({ from }) => typedNumber(from ?? "0")).filter(Number.isFinite));
  const isFirst = ladder.every(({ from }) => from === null);
  return {
    ...draftTier({
      ...PLAIN_TIER,
      id,
      name: "",
      from: isFirst ? "0" : String(highest === 0 ? 100 : highest * 2),
    }),
  };
}

/**
 * A tier at another place, from place `from` to place `to`. Its thresholds go with it where the ladder works so; where they
 * would stand out of order, each place keeps its own, and the tier takes those of the place that it comes to.
 */
export function withTierMoved(draft: ProgramDraft, from: number, to: number, currency: string): ProgramDraft {
  const travelled = withTiers(draft, ({ ladder }) => ({ ladder: atPlace(ladder, from, to) }));
  if (isInOrder(travelled, currency) || !isInOrder(draft, currency)) return travelled;
  const thresholds = (draft.tiers?.ladder ?? []).filter((tier) => tier.from !== null);
  let place = 0;
  return withTiers(travelled, ({ ladder }) => ({
    ladder: ladder.map((tier) => {
      const own = tier.from === null ? undefined : thresholds[place++];
      return own === undefined ? tier : { ...tier, from: own.from, also: own.also };
    }),
  }));
}

/** The place that a tier moved one step comes to; null: there is none. */
export function atPlace<Item>(items: readonly Item[], from: number, to: number): readonly Item[] {
  const next = [...items];
  const [item] = next.splice(from, 1);
  if (item !== undefined) next.splice(to, 0, item);
  return next;
}

function isInOrder(draft: ProgramDraft, currency: string): boolean {
  return !validateTiers(toBody(draft), currency).some(
    ({ code }) => code === "thresholds-out-of-order" || code === "bottom-missing",
  );
}

/**
 * Takes a tier away. `to`: where its members go, null where it has none yet. Rewards and conditions that name it name
 * the other one then; without one they stay as they are and are refused at their field: nothing is opened to everybody.
 */
export function withoutTier(draft: ProgramDraft, id: string, to: string | null): ProgramDraft {
  const moved = (ids: readonly string[]) =>
    to === null ? ids : [...new Set(ids.map((one) => (one === id ? to : one)))];
  const without = withTiers(draft, ({ ladder, replaced }) => ({
    ladder: ladder.filter((tier) => tier.id !== id),
    replaced: {
      ...Object.fromEntries(
        Object.entries(replaced).map(([gone, target]) => [gone, target === id && to !== null ? to : target]),
      ),
      ...(to !== null && { [id]: to }),
    },
  }));
  const selected = (selection: Selection) =>
    selection.tierIds?.includes(id) === true
      ? { ...selection, tierIds: moved(selection.tierIds) }
      : selection;
  const conditioned = <Item extends { readonly include: Selection; readonly exclude: Selection }>(
    item: Item,
  ) => ({
    ...item,
    include: selected(item.include),
    exclude: selected(item.exclude),
  });
  return {
    ...without,
    earning: {
      ...without.earning,
      rules: without.earning.rules.map(conditioned),
      multipliers: without.earning.multipliers.map(conditioned),
    },
    rewards: without.rewards.map((reward) =>
      reward.tierIds.includes(id) ? { ...reward, tierIds: moved(reward.tierIds) } : reward,
    ),
  };
}

/** The tier that members of a removed one would go to: the next lower one, of the lowest the next higher. */
export function neighbourOf({ ladder }: Pick<DraftTiers, "ladder">, id: string): string | null {
  const place = ladder.findIndex((tier) => tier.id === id);
  return (ladder[place - 1] ?? ladder[place + 1])?.id ?? null;
}
