import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import { digestOfOrder } from "./digest-order.ts";
import type { KnownOrder, OrderState } from "../inbox/inbox-ports.ts";

/** What the events of one batch say about one order. */
export type OrderNews = {
  readonly orderId: string;
  readonly states: readonly OrderState[];
  /** Some event only named the order (edited, refunded), or says it was deleted. */
  readonly named: boolean;
};

export type OrderPlan =
  /** We know a newer state, or this very one. */
  | { readonly kind: "known" }
  | { readonly kind: "record"; readonly facts: OrderFacts }
  /** Only Shopify can tell what is true now. `fallback`: the best we heard, should Shopify no longer know the order. */
  | { readonly kind: "fetch"; readonly fallback: OrderFacts | null };

/**
 * Decides which state of an order to record. `programSince`: when version 1 was published, null = no program yet; an order
 * placed before it is history, which earns as of the day it was placed, whenever it was paid. The newest state wins whatever
 * the order of arrival; two different states with one `updated_at` (Shopify counts seconds) can't be put in order, so the
 * order is fetched.
 */
export function planOrderNews(
  news: OrderNews,
  known: KnownOrder | null,
  programSince: Date | null,
): OrderPlan {
  const newest = newestStates(news.states);
  const top = newest[0] ?? null;
  if (news.named || top === null) return { kind: "fetch", fallback: top?.facts ?? null };

  const digests = new Set(newest.map((state) => digestOfOrder(state.facts)));
  if (known !== null && known.origin === "shopify") {
    const age = top.facts.updatedAt.getTime() - known.updatedAt.getTime();
    if (age < 0 || (age === 0 && digests.size === 1 && isSameState(known, top))) return { kind: "known" };
    if (age === 0) return { kind: "fetch", fallback: top.facts };
  }
  if (digests.size > 1) return { kind: "fetch", fallback: top.facts };

  // Among equal states the one that tells the most: orders/create knows the moment of payment.
  const told = newest.reduce((best, state) => (state.untold.size < best.untold.size ? state : best), top);
  const isNewHistory = known === null && (programSince === null || told.facts.processedAt < programSince);
  const needsPaidAt = !isNewHistory && (known === null || known.paidAt === null);
  const missing = [...told.untold].some((what) => what !== "paid-at" || needsPaidAt);
  return missing ? { kind: "fetch", fallback: told.facts } : { kind: "record", facts: told.facts };
}

/**
 * Of two states of one second. An import keeps no digests: whole histories told again would each be fetched, so there
 * the money decides. Edits and refunds, which could leave it as it was, are told by events that name the order.
 */
function isSameState(known: KnownOrder, { facts }: OrderState): boolean {
  if (known.digest !== null) return known.digest === digestOfOrder(facts);
  return (
    known.financialStatus === facts.financialStatus &&
    known.totalMinor === facts.totalMinor &&
    known.cancelledAt?.getTime() === facts.cancelledAt?.getTime() &&
    known.refunds === facts.refunds.length &&
    (known.fulfilledAt !== null || facts.fulfilledAt === null)
  );
}

function newestStates(states: readonly OrderState[]): OrderState[] {
  const latest = Math.max(...states.map((state) => state.facts.updatedAt.getTime()));
  return states.filter((state) => state.facts.updatedAt.getTime() === latest);
}
