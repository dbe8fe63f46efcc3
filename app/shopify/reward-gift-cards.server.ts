import type { Redemption } from "#app/domain/rewards/redemption.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { formatMoney } from "#app/domain/shared/money.ts";
import { accept, type Outcome, refuse } from "#app/domain/shared/outcome.ts";
import type {
  Found,
  IssueRefusal,
  ShopifyRewards,
  Standing,
} from "#app/usecases/rewards/redemption-ports.ts";
import type { Gateway } from "./gateway.server.ts";
import { createGiftCard } from "./operations/create-gift-card.ts";
import { deactivateGiftCard } from "./operations/deactivate-gift-card.ts";
import { findGiftCards } from "./operations/find-gift-cards.ts";
import type { GiftCardParts } from "./operations/gift-card-parts.ts";
import { oneGiftCard } from "./operations/one-gift-card.ts";
import { read, refusedBy, refusedWrite } from "./reward-answer.ts";

/** Tells a card of ours from others; the customer does not see it. */
function noteOf({ redemptionId }: Redemption): string {
  return `Perennial ${redemptionId}`;
}

function isWhole({ balance, initialValue }: GiftCardParts): boolean {
  return Number(balance.amount) === Number(initialValue.amount);
}

export function createRewardGiftCards(gateway: Gateway) {
  async function inspect(
    shopId: string,
    { redemption }: { readonly redemption: Redemption },
  ): Promise<Outcome<Standing, IssueRefusal>> {
    invariant(redemption.issuedId !== null, "an issued gift card has its id");
    const answer = read(await gateway.run(shopId, oneGiftCard, { id: redemption.issuedId }));
    if (!answer.ok) return answer;
    const card = answer.value.giftCard;
    if (card === null) return accept({ kind: "gone" });
    return accept(isWhole(card) ? { kind: "open", endsAt: null } : { kind: "used", orderId: null });
  }

  return {
    async issue(shopId: string, order: Parameters<ShopifyRewards["issue"]>[1]) {
      const { redemption, customerId, currency, timeZone } = order;
      const { code, valueMinor, expiresAt } = redemption;
      invariant(code !== null && valueMinor !== null, "a gift card has a code and an amount");
      const lastMoment = expiresAt === null ? null : new Date(expiresAt.getTime() - 1);
      const answer = await gateway.run(shopId, createGiftCard, {
        input: {
          ...{ code, customerId, note: noteOf(redemption) },
          initialAmount: { amount: formatMoney(valueMinor, currency), currencyCode: currency },
          expiresOn: lastMoment === null ? null : businessDate(lastMoment, timeZone),
        },
      });
      if (!answer.ok) return refusedWrite(answer.refusals[0]);
      const { giftCard, userErrors } = answer.value.giftCardCreate;
      const refused = refusedBy(userErrors);
      if (refused !== null) return refused;
      return giftCard === null
        ? refuse<IssueRefusal>({ code: "answer-lost", detail: "neither a gift card nor a reason" })
        : accept({ issuedId: giftCard.id, valueMinor });
    },

    async find(
      shopId: string,
      { redemption }: { readonly redemption: Redemption },
    ): Promise<Outcome<Found, IssueRefusal>> {
      invariant(redemption.code !== null, "a gift card has a code");
      const answer = read(await gateway.run(shopId, findGiftCards, { search: redemption.code }));
      if (!answer.ok) return answer;
      const card = answer.value.giftCards.nodes.find(({ note }) => note === noteOf(redemption));
      return accept(
        card === undefined
          ? { kind: "missing" }
          : { kind: "found", issuedId: card.id, valueMinor: redemption.valueMinor },
      );
    },

    inspect,

    async withdraw(
      shopId: string,
      order: { readonly redemption: Redemption },
    ): Promise<Outcome<Standing, IssueRefusal>> {
      const before = await inspect(shopId, order);
      if (!before.ok || before.value.kind !== "open") return before;
      const id = order.redemption.issuedId;
      invariant(id !== null, "an issued gift card has its id");
      const answer = read(await gateway.run(shopId, deactivateGiftCard, { id }));
      if (!answer.ok) return answer;
      const { giftCard } = answer.value.giftCardDeactivate;
      return accept(
        giftCard === null || isWhole(giftCard) ? { kind: "gone" } : { kind: "used", orderId: null },
      );
    },
  };
}
