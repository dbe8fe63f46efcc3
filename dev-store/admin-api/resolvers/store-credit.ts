import { gid, idOf } from "../../state/ids.ts";
import { parseMoney } from "../../state/money.ts";
import type { StoreCreditAccount, StoreCreditTransaction } from "../../state/model/credit.ts";
import {
  creditStoreCredit,
  debitStoreCredit,
  storeCreditAccountOf,
  withoutExpiredCredit,
} from "../../state/operations/credit.ts";
import { toInstant } from "../../state/store.ts";
import { paginate } from "../connection.ts";
import type { ApiContext, TypeResolvers } from "../context.ts";
import { moneyOf } from "../money-bag.ts";
import { byId } from "./metafield-fields.ts";

const TYPES: Readonly<Record<StoreCreditTransaction["kind"], string>> = {
  credit: "StoreCreditAccountCreditTransaction",
  debit: "StoreCreditAccountDebitTransaction",
  "debit-revert": "StoreCreditAccountDebitTransaction",
  expiration: "StoreCreditAccountExpirationTransaction",
};

interface TransactionSource extends StoreCreditTransaction {
  __typename: string;
  account: StoreCreditAccount;
}

function transactionSource(
  account: StoreCreditAccount,
  transaction: StoreCreditTransaction,
): TransactionSource {
  return { ...transaction, __typename: TYPES[transaction.kind], account };
}

export const storeCreditAccountResolvers: TypeResolvers = {
  id: (account: StoreCreditAccount) => gid("StoreCreditAccount", account.id),
  balance: (account: StoreCreditAccount, _, context) =>
    moneyOf(withoutExpiredCredit(context.store, account).balanceMinor, account.currency),
  owner: (account: StoreCreditAccount, _, context) => ({
    ...context.state.get("customer", account.customerId),
    __typename: "Customer",
  }),
  transactions: (account: StoreCreditAccount, args, context) => {
    const current = withoutExpiredCredit(context.store, account);
    return paginate(byId(current.transactions.map((one) => transactionSource(current, one))), args);
  },
};

const transactionFields: TypeResolvers = {
  account: (source: TransactionSource) => source.account,
  amount: (source: TransactionSource) => moneyOf(source.amountMinor, source.account.currency),
  balanceAfterTransaction: (source: TransactionSource) =>
    moneyOf(source.balanceAfterMinor, source.account.currency),
  createdAt: (source: TransactionSource) => source.at,
  event: (source: TransactionSource) => (source.orderId === null ? "ADJUSTMENT" : "ORDER_PAYMENT"),
};

export const storeCreditExpirationResolvers: TypeResolvers = transactionFields;
export const storeCreditTransactionResolvers: TypeResolvers = {
  ...transactionFields,
  id: (source: TransactionSource) => gid(source.__typename, source.id),
};
export const storeCreditCreditTransactionResolvers: TypeResolvers = {
  ...storeCreditTransactionResolvers,
  expiresAt: (source: TransactionSource) => source.expiresAt,
  remainingAmount: (source: TransactionSource) => moneyOf(source.remainingMinor, source.account.currency),
};

function refused(field: string[], code: string, message: string) {
  return { storeCreditAccountTransaction: null, userErrors: [{ field, code, message }] };
}

interface MoneyInput {
  amount: string | number;
  currencyCode: string;
}

const notPositive = (verb: "credit" | "debit") =>
  refused(
    [`${verb}Input`, `${verb}Amount`, "amount"],
    "NEGATIVE_OR_ZERO_AMOUNT",
    `A positive amount must be used to ${verb} a store credit account`,
  );
const otherCurrency = (verb: "credit" | "debit") =>
  refused(
    [`${verb}Input`, `${verb}Amount`, "currencyCode"],
    "MISMATCHING_CURRENCY",
    `The currency provided does not match the currency of the store credit account`,
  );

/** The id may be the account's or its owner's. */
function accountById(context: ApiContext, value: string): StoreCreditAccount | null {
  const id = idOf("StoreCreditAccount", value);
  return id === null ? null : context.state.get("storeCreditAccount", id);
}

function credit(
  args: { id: string; creditInput: { creditAmount: MoneyInput; expiresAt?: string | null } },
  context: ApiContext,
) {
  const { creditAmount, expiresAt } = args.creditInput;
  const account = accountById(context, args.id);
  const customerId = account?.customerId ?? idOf("Customer", args.id);
  if (args.id.includes("/StoreCreditAccount/") && !account)
    return refused(["id"], "ACCOUNT_NOT_FOUND", "The store credit account could not be found");
  if (customerId === null || !context.state.get("customer", customerId))
    return refused(["id"], "OWNER_NOT_FOUND", "Owner does not exist");
  if (account && account.currency !== creditAmount.currencyCode) return otherCurrency("credit");
  const amountMinor = parseMoney(String(creditAmount.amount), creditAmount.currencyCode);
  if (amountMinor === null || amountMinor <= 0n) return notPositive("credit");
  const expires = expiresAt ? toInstant(new Date(expiresAt)) : null;
  if (expires !== null && expires <= toInstant(context.store.now())) {
    return refused(
      ["creditInput", "expiresAt"],
      "EXPIRES_AT_IN_PAST",
      "The expiry date must be in the future",
    );
  }
  const outcome = creditStoreCredit(context.store, context.state, {
    customerId,
    amountMinor,
    currency: creditAmount.currencyCode,
    expiresAt: expires,
  });
  if (!outcome.ok)
    return refused(
      outcome.field ?? ["id"],
      outcome.code === "unknown" ? "OWNER_NOT_FOUND" : "NEGATIVE_OR_ZERO_AMOUNT",
      outcome.detail,
    );
  return {
    storeCreditAccountTransaction: transactionSource(outcome.value.account, outcome.value.transaction),
    userErrors: [],
  };
}

function debit(args: { id: string; debitInput: { debitAmount: MoneyInput } }, context: ApiContext) {
  const { debitAmount } = args.debitInput;
  const customerId = idOf("Customer", args.id);
  const account = args.id.includes("/StoreCreditAccount/")
    ? accountById(context, args.id)
    : storeCreditAccountOf(context.state, customerId ?? "", debitAmount.currencyCode);
  if (!account) return refused(["id"], "ACCOUNT_NOT_FOUND", "The store credit account could not be found");
  if (account.currency !== debitAmount.currencyCode) return otherCurrency("debit");
  const amountMinor = parseMoney(String(debitAmount.amount), debitAmount.currencyCode);
  if (amountMinor === null || amountMinor <= 0n) return notPositive("debit");
  const outcome = debitStoreCredit(context.store, context.state, {
    accountId: account.id,
    amountMinor,
    currency: account.currency,
  });
  if (!outcome.ok)
    return refused(
      outcome.field ?? ["id"],
      outcome.code === "insufficient-funds" ? "INSUFFICIENT_FUNDS" : "ACCOUNT_NOT_FOUND",
      outcome.detail,
    );
  return {
    storeCreditAccountTransaction: transactionSource(outcome.value.account, outcome.value.transaction),
    userErrors: [],
  };
}

export const storeCreditQueries: TypeResolvers = {
  storeCreditAccount: (_, args, context) => accountById(context, args.id),
};

export const storeCreditMutations: TypeResolvers = {
  storeCreditAccountCredit: (_, args, context) => credit(args, context),
  storeCreditAccountDebit: (_, args, context) => debit(args, context),
};
