import { randomInt } from "node:crypto";
import type { Id, Instant, Outcome } from "../model.ts";
import type { GiftCard, StoreCreditAccount, StoreCreditTransaction } from "../model/credit.ts";
import { done, refused } from "../outcome.ts";
import type { ShopState } from "../shop-state.ts";
import type { Change, Store } from "../store.ts";

export interface Posted {
  account: StoreCreditAccount;
  transaction: StoreCreditTransaction;
}

export function storeCreditAccountOf(
  state: ShopState,
  customerId: Id,
  currency: string,
): StoreCreditAccount | null {
  for (const account of state.all("storeCreditAccount").values())
    if (account.customerId === customerId && account.currency === currency) return account;
  return null;
}

/** The account with what has expired by now taken off, entry by entry. */
export function withoutExpiredCredit(store: Store, account: StoreCreditAccount): StoreCreditAccount {
  const now = store.nowInstant();
  const expired = account.transactions.filter(
    (one) =>
      one.kind === "credit" && one.remainingMinor > 0n && one.expiresAt !== null && one.expiresAt <= now,
  );
  let { balanceMinor } = account;
  const entries = expired.map((one): StoreCreditTransaction => {
    balanceMinor -= one.remainingMinor;
    return {
      id: store.newId(),
      kind: "expiration",
      amountMinor: -one.remainingMinor,
      balanceAfterMinor: balanceMinor,
      remainingMinor: 0n,
      expiresAt: null,
      orderId: null,
      at: one.expiresAt ?? now,
    };
  });
  const kept = account.transactions.map((one) =>
    expired.includes(one) ? { ...one, remainingMinor: 0n } : one,
  );
  return expired.length === 0 ? account : { ...account, balanceMinor, transactions: [...kept, ...entries] };
}

/** Credits a customer; the account for that currency is opened at need. Codes: `unknown`, `not-positive`. */
export function creditStoreCredit(
  store: Store,
  state: ShopState,
  input: { customerId: Id; amountMinor: bigint; currency: string; expiresAt?: Instant | null | undefined },
): Outcome<Posted> {
  if (!state.get("customer", input.customerId)) return refused("unknown", "Owner does not exist", ["id"]);
  if (input.amountMinor <= 0n)
    return refused("not-positive", "A positive amount must be used to credit a store credit account", [
      "creditInput",
      "creditAmount",
      "amount",
    ]);
  const made = posted(store, storeCreditAccountOf(state, input.customerId, input.currency), input);
  store.write(state, (change) => change.put("storeCreditAccount", made.account));
  return done(made);
}

/** What a credit makes of the account, the customer's first one if there is none; nothing is written. */
function posted(
  store: Store,
  account: StoreCreditAccount | null,
  input: { customerId: Id; amountMinor: bigint; currency: string; expiresAt?: Instant | null | undefined },
): Posted {
  const opened: StoreCreditAccount = account ?? {
    id: store.newId(),
    customerId: input.customerId,
    currency: input.currency,
    balanceMinor: 0n,
    transactions: [],
  };
  const before = withoutExpiredCredit(store, opened);
  const transaction: StoreCreditTransaction = {
    id: store.newId(),
    kind: "credit",
    amountMinor: input.amountMinor,
    balanceAfterMinor: before.balanceMinor + input.amountMinor,
    remainingMinor: input.amountMinor,
    expiresAt: input.expiresAt ?? null,
    orderId: null,
    at: store.nowInstant(),
  };
  const after = {
    ...before,
    balanceMinor: transaction.balanceAfterMinor,
    transactions: [...before.transactions, transaction],
  };
  return { account: after, transaction };
}

/** The account with at least `amountMinor` on it: what it lacks is credited. Nothing is written. */
export function withStoreCredit(
  store: Store,
  account: StoreCreditAccount | null,
  customerId: Id,
  amountMinor: bigint,
  currency: string,
): StoreCreditAccount {
  const heldMinor = account ? withoutExpiredCredit(store, account).balanceMinor : 0n;
  if (account && heldMinor >= amountMinor) return account;
  return posted(store, account, { customerId, currency, amountMinor: amountMinor - heldMinor }).account;
}

/** Takes from the credit that expires soonest, as Shopify does. Codes: `unknown`, `not-positive`, `insufficient-funds`. */
export function planStoreCreditDebit(
  store: Store,
  account: StoreCreditAccount | null,
  amountMinor: bigint,
  orderId: Id | null,
): Outcome<Posted> {
  if (!account) return refused("unknown", "The store credit account could not be found", ["id"]);
  if (amountMinor <= 0n)
    return refused("not-positive", "A positive amount must be used to debit a store credit account", [
      "debitInput",
      "debitAmount",
      "amount",
    ]);
  const before = withoutExpiredCredit(store, account);
  if (before.balanceMinor < amountMinor)
    return refused(
      "insufficient-funds",
      "The store credit account does not have sufficient funds to satisfy the request",
      ["debitInput", "debitAmount", "amount"],
    );
  let left = amountMinor;
  const soonest = before.transactions
    .filter((one) => one.kind === "credit" && one.remainingMinor > 0n)
    .sort((a, b) => ((a.expiresAt ?? "9") < (b.expiresAt ?? "9") ? -1 : 1));
  const taken = new Map<Id, bigint>();
  for (const one of soonest) {
    const part = one.remainingMinor < left ? one.remainingMinor : left;
    taken.set(one.id, part);
    left -= part;
  }
  const transaction: StoreCreditTransaction = {
    id: store.newId(),
    kind: "debit",
    amountMinor: -amountMinor,
    balanceAfterMinor: before.balanceMinor - amountMinor,
    remainingMinor: 0n,
    expiresAt: null,
    orderId,
    at: store.nowInstant(),
  };
  const transactions = before.transactions.map((one) => ({
    ...one,
    remainingMinor: one.remainingMinor - (taken.get(one.id) ?? 0n),
  }));
  return done({
    account: {
      ...before,
      balanceMinor: transaction.balanceAfterMinor,
      transactions: [...transactions, transaction],
    },
    transaction,
  });
}

export function debitStoreCredit(
  store: Store,
  state: ShopState,
  input: { accountId?: Id | undefined; customerId?: Id | undefined; amountMinor: bigint; currency: string },
): Outcome<Posted> {
  const account =
    input.accountId !== undefined
      ? state.get("storeCreditAccount", input.accountId)
      : storeCreditAccountOf(state, input.customerId ?? "", input.currency);
  const planned = planStoreCreditDebit(store, account, input.amountMinor, null);
  if (planned.ok) store.write(state, (change) => change.put("storeCreditAccount", planned.value.account));
  return planned;
}

const giftCardLetters = "ABCDEFGHJKMNPQRTUVWXYZ2346789";

function randomGiftCardCode(): string {
  return Array.from({ length: 16 }, () => giftCardLetters[randomInt(giftCardLetters.length)]).join("");
}

/** Codes: `not-positive`, `bad-code`, `taken`, `unknown`. */
export function createGiftCard(
  store: Store,
  state: ShopState,
  input: {
    code?: string | undefined;
    amountMinor: bigint;
    currency?: string | undefined;
    customerId?: Id | null | undefined;
    expiresOn?: string | null | undefined;
    note?: string | null | undefined;
  },
): Outcome<GiftCard> {
  if (input.amountMinor <= 0n)
    return refused("not-positive", "Initial value must be greater than 0", ["input", "initialValue"]);
  const code = (input.code ?? randomGiftCardCode()).toUpperCase().replace(/[\s-]/g, "");
  if (!/^[A-Z0-9]{8,20}$/.test(code))
    return refused("bad-code", "Code must be 8 to 20 letters and digits", ["input", "code"]);
  for (const card of state.all("giftCard").values())
    if (card.code === code) return refused("taken", "Code has already been taken", ["input", "code"]);
  if (input.customerId && !state.get("customer", input.customerId))
    return refused("unknown", "The customer could not be found.", ["input", "customerId"]);
  const now = store.nowInstant();
  const card: GiftCard = {
    id: store.newId(),
    code,
    currency: input.currency ?? state.shop.currency,
    initialMinor: input.amountMinor,
    balanceMinor: input.amountMinor,
    customerId: input.customerId ?? null,
    expiresOn: input.expiresOn ?? null,
    note: input.note ?? null,
    deactivatedAt: null,
    createdAt: now,
    updatedAt: now,
  };
  store.write(state, (change) => change.put("giftCard", card));
  return done(card);
}

function changeGiftCard(
  store: Store,
  state: ShopState,
  id: Id,
  edit: (card: GiftCard, change: Change) => Outcome<GiftCard>,
): Outcome<GiftCard> {
  const card = state.get("giftCard", id);
  if (!card) return refused("unknown", "The gift card could not be found.", ["id"]);
  return store.write(state, (change) => {
    const after = edit({ ...card, updatedAt: store.nowInstant() }, change);
    if (after.ok) change.put("giftCard", after.value);
    return after;
  });
}

export function updateGiftCard(
  store: Store,
  state: ShopState,
  input: {
    id: Id;
    expiresOn?: string | null | undefined;
    note?: string | null | undefined;
    customerId?: Id | undefined;
  },
): Outcome<GiftCard> {
  return changeGiftCard(store, state, input.id, (card) =>
    done({
      ...card,
      expiresOn: input.expiresOn === undefined ? card.expiresOn : input.expiresOn,
      note: input.note === undefined ? card.note : input.note,
      customerId: input.customerId ?? card.customerId,
    }),
  );
}

export function deactivateGiftCard(store: Store, state: ShopState, input: { id: Id }): Outcome<GiftCard> {
  return changeGiftCard(store, state, input.id, (card) =>
    done({ ...card, deactivatedAt: card.deactivatedAt ?? store.nowInstant() }),
  );
}

/** A positive amount credits, a negative one debits. Codes: `unknown`, `deactivated`, `insufficient-funds`. */
export function postToGiftCard(
  store: Store,
  state: ShopState,
  input: { id: Id; amountMinor: bigint },
): Outcome<GiftCard> {
  return changeGiftCard(store, state, input.id, (card) => {
    if (card.deactivatedAt !== null) return refused("deactivated", "The gift card is deactivated.", ["id"]);
    const balanceMinor = card.balanceMinor + input.amountMinor;
    if (balanceMinor < 0n)
      return refused("insufficient-funds", "The gift card does not have sufficient funds.", ["amount"]);
    return done({ ...card, balanceMinor });
  });
}
