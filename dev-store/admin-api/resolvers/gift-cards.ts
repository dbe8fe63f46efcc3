import { gid, idOf } from "../../state/ids.ts";
import { parseMoney } from "../../state/money.ts";
import type { GiftCard } from "../../state/model/credit.ts";
import { createGiftCard, deactivateGiftCard } from "../../state/operations/credit.ts";
import { paginate, type PageArguments } from "../connection.ts";
import type { ApiContext, TypeResolvers } from "../context.ts";
import { moneyOf } from "../money-bag.ts";
import { idMatches, sameText } from "../search-terms.ts";
import { compareInstant, parseSearch } from "../search.ts";
import { sortedBy } from "../sorted.ts";

export const giftCardResolvers: TypeResolvers = {
  id: (card: GiftCard) => gid("GiftCard", card.id),
  balance: (card: GiftCard) => moneyOf(card.balanceMinor, card.currency),
  initialValue: (card: GiftCard) => moneyOf(card.initialMinor, card.currency),
  createdAt: (card: GiftCard) => card.createdAt,
  updatedAt: (card: GiftCard) => card.updatedAt,
  customer: (card: GiftCard, _, context) =>
    card.customerId === null ? null : context.state.get("customer", card.customerId),
  deactivatedAt: (card: GiftCard) => card.deactivatedAt,
  enabled: (card: GiftCard) => card.deactivatedAt === null,
  isRedeemable: (card: GiftCard) => card.deactivatedAt === null && card.balanceMinor > 0n,
  expiresOn: (card: GiftCard) => card.expiresOn,
  lastCharacters: (card: GiftCard) => card.code.slice(-4).toLowerCase(),
  maskedCode: (card: GiftCard) => `•••• •••• •••• ${card.code.slice(-4).toLowerCase()}`,
  note: (card: GiftCard) => card.note,
};

const CODES: Readonly<Record<string, string>> = {
  "not-positive": "GREATER_THAN",
  "bad-code": "INVALID",
  taken: "TAKEN",
  unknown: "CUSTOMER_NOT_FOUND",
};

interface CreateInput {
  code?: string | null;
  customerId?: string | null;
  expiresOn?: string | null;
  initialAmount?: { amount: string | number; currencyCode: string } | null;
  initialValue?: string | number | null;
  note?: string | null;
}

function create(input: CreateInput, context: ApiContext) {
  const refused = (field: string[], code: string, message: string) => ({
    giftCard: null,
    giftCardCode: null,
    userErrors: [{ field, code, message }],
  });
  const currency = input.initialAmount?.currencyCode ?? context.state.shop.currency;
  const amount = input.initialAmount?.amount ?? input.initialValue;
  if (amount === null || amount === undefined)
    return refused(["input", "initialValue"], "MISSING_ARGUMENT", "Initial value can't be blank");
  const customerId = input.customerId ? idOf("Customer", input.customerId) : null;
  if (input.customerId && customerId === null)
    return refused(["input", "customerId"], "CUSTOMER_NOT_FOUND", "The customer could not be found.");
  const outcome = createGiftCard(context.store, context.state, {
    code: input.code ?? undefined,
    amountMinor: parseMoney(String(amount), currency) ?? 0n,
    currency,
    customerId,
    expiresOn: input.expiresOn,
    note: input.note,
  });
  if (!outcome.ok)
    return refused(outcome.field ?? ["input"], CODES[outcome.code] ?? "INVALID", outcome.detail);
  return { giftCard: outcome.value, giftCardCode: outcome.value.code.toLowerCase(), userErrors: [] };
}

export const giftCardMutations: TypeResolvers = {
  giftCardCreate: (_, args, context) => create(args.input, context),
  giftCardDeactivate: (_, args, context) => {
    const outcome = deactivateGiftCard(context.store, context.state, { id: idOf("GiftCard", args.id) ?? "" });
    if (outcome.ok) return { giftCard: outcome.value, userErrors: [] };
    return {
      giftCard: null,
      userErrors: [{ field: ["id"], code: "GIFT_CARD_NOT_FOUND", message: outcome.detail }],
    };
  },
};

function listGiftCards(
  context: ApiContext,
  args: PageArguments & { query?: string | null; sortKey: string },
) {
  const { timeZone } = context.state.shop;
  const search = !args.query
    ? null
    : parseSearch<GiftCard>(args.query, {
        fields: {
          id: (card, operator, value) => idMatches(card.id, operator, value),
          created_at: (card, operator, value) => compareInstant(card.createdAt, operator, value, timeZone),
          customer_id: (card, operator, value) =>
            card.customerId !== null && idMatches(card.customerId, operator, value),
          status: (card, operator, value) =>
            sameText(card.deactivatedAt === null ? "enabled" : "disabled", operator, value),
        },
        // A whole code, however it is written.
        text: (card, word) => card.code === word.toUpperCase().replace(/[\s-]/g, ""),
      });
  for (const field of search?.unknownFields ?? [])
    context.searchWarnings.push({ path: "giftCards", query: args.query ?? "", field });
  const list = sortedBy(context.state, "giftCard", args.sortKey, (card) =>
    args.sortKey === "CREATED_AT" ? card.createdAt : "",
  );
  return paginate({ ...list, matches: (card: GiftCard) => search?.matches(card) ?? true }, args);
}

export const giftCardQueries: TypeResolvers = {
  giftCard: (_, args, context) => context.state.get("giftCard", idOf("GiftCard", args.id) ?? ""),
  giftCards: (_, args, context) => listGiftCards(context, args),
};
