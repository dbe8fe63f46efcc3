import type { Redemption } from "#app/domain/rewards/redemption.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { faceValueMinor, formatMoney } from "#app/domain/shared/money.ts";
import { accept, type Outcome, refuse } from "#app/domain/shared/outcome.ts";
import type {
  Found,
  IssueRefusal,
  ShopifyRewards,
  Standing,
} from "#app/usecases/rewards/redemption-ports.ts";
import type { Gateway } from "./gateway.server.ts";
import { creditStoreCredit } from "./operations/credit-store-credit.ts";
import { debitStoreCredit } from "./operations/debit-store-credit.ts";
import { storeCreditOfCustomer, type StoreCreditTransaction } from "./operations/store-credit-of-customer.ts";
import { refusedBy, refusedWrite } from "./reward-answer.ts";

/** Shopify's clock and ours agree within this; what was done for a request is done within two minutes of it. */
const CLOCKS_APART_MS = 5_000;
const DONE_WITHIN_MS = 2 * 60_000;

const CREDIT = "StoreCreditAccountCreditTransaction";
const DEBIT = "StoreCreditAccountDebitTransaction";

function amountOf({ valueMinor }: Redemption): bigint {
  invariant(valueMinor !== null, "store credit has an amount");
  return valueMinor;
}

export function createRewardStoreCredit(gateway: Gateway) {
  /** Null: this shop does not let the app look, or knows the customer no more. */
  async function movements(
    shopId: string,
    customerId: string,
    currency: string | null,
  ): Promise<Outcome<StoreCreditTransaction[] | null, IssueRefusal>> {
    const answer = await gateway.run(shopId, storeCreditOfCustomer, { id: customerId });
    if (!answer.ok) {
      const { code, detail } = answer.refusals[0];
      return code === "access-denied" ? accept(null) : refuse({ code: "unreachable", detail });
    }
    if (answer.value.customer === null) return accept(null);
    const all = answer.value.customer.storeCreditAccounts.nodes.flatMap(
      ({ transactions }) => transactions.nodes,
    );
    return accept(all.filter(({ amount }) => currency === null || amount.currencyCode === currency));
  }

  function around(redemption: Redemption, kind: string, currency: string) {
    const askedAt = redemption.askedAt?.getTime() ?? 0;
    const value = amountOf(redemption);
    return (one: StoreCreditTransaction): boolean => {
      const at = new Date(one.createdAt).getTime();
      const minor = faceValueMinor(one.amount.amount, currency);
      return (
        one.__typename === kind &&
        one.event !== "ORDER_PAYMENT" &&
        (minor < 0n ? -minor : minor) === value &&
        at >= askedAt - CLOCKS_APART_MS &&
        at <= askedAt + DONE_WITHIN_MS
      );
    };
  }

  return {
    async issue(
      shopId: string,
      { redemption, customerId, currency }: Parameters<ShopifyRewards["issue"]>[1],
    ) {
      const valueMinor = amountOf(redemption);
      const answer = await gateway.run(shopId, creditStoreCredit, {
        id: customerId,
        credit: {
          creditAmount: { amount: formatMoney(valueMinor, currency), currencyCode: currency },
          expiresAt: redemption.expiresAt?.toISOString() ?? null,
        },
      });
      if (!answer.ok) return refusedWrite(answer.refusals[0]);
      const { storeCreditAccountTransaction, userErrors } = answer.value.storeCreditAccountCredit;
      const refused = refusedBy(userErrors);
      if (refused !== null) return refused;
      return storeCreditAccountTransaction === null
        ? refuse<IssueRefusal>({ code: "answer-lost", detail: "neither a credit nor a reason" })
        : accept({ issuedId: storeCreditAccountTransaction.id, valueMinor });
    },

    async find(
      shopId: string,
      order: Parameters<ShopifyRewards["find"]>[1],
    ): Promise<Outcome<Found, IssueRefusal>> {
      const { redemption, customerId, currency } = order;
      if (customerId === null) return accept({ kind: "ambiguous" });
      const found = await movements(shopId, customerId, currency);
      if (!found.ok) return found;
      if (found.value === null) return accept({ kind: "ambiguous" });
      const fits = around(redemption, CREDIT, currency);
      const ids = found.value.filter(fits).flatMap(({ id }) => id ?? []);
      const claimed = await order.claimed(ids);
      const [issuedId, ...others] = ids.filter((id) => !claimed.has(id));
      if (issuedId === undefined) return accept({ kind: "missing" });
      if (others.length > 0) return accept({ kind: "ambiguous" });
      return accept({ kind: "found", issuedId, valueMinor: redemption.valueMinor });
    },

    async inspect(
      shopId: string,
      { redemption, customerId }: Parameters<ShopifyRewards["inspect"]>[1],
    ): Promise<Outcome<Standing, IssueRefusal>> {
      if (customerId === null) return accept({ kind: "used", orderId: null });
      const found = await movements(shopId, customerId, null);
      if (!found.ok) return found;
      const credit = found.value?.find(({ id }) => id === redemption.issuedId);
      const left = credit?.remainingAmount?.amount;
      // Too long ago, or not to be seen: the debit itself tells whether the money is there.
      if (left === undefined || Number(left) === Number(credit?.amount.amount))
        return accept({ kind: "open", endsAt: null });
      return accept({ kind: "used", orderId: null });
    },

    async debitCredit(
      shopId: string,
      { redemption, customerId, currency }: Parameters<ShopifyRewards["debitCredit"]>[1],
    ): Promise<Outcome<null, IssueRefusal>> {
      const answer = await gateway.run(shopId, debitStoreCredit, {
        id: customerId,
        debit: {
          debitAmount: { amount: formatMoney(amountOf(redemption), currency), currencyCode: currency },
        },
      });
      if (!answer.ok) return refusedWrite(answer.refusals[0]);
      return refusedBy(answer.value.storeCreditAccountDebit.userErrors) ?? accept(null);
    },

    async findDebit(
      shopId: string,
      { redemption, customerId, currency }: Parameters<ShopifyRewards["findDebit"]>[1],
    ): Promise<Outcome<Found, IssueRefusal>> {
      const found = await movements(shopId, customerId, currency);
      if (!found.ok) return found;
      const fits = around(redemption, DEBIT, currency);
      const ids = (found.value ?? []).filter(fits).flatMap(({ id }) => id ?? []);
      if (found.value === null || ids.length > 1) return accept({ kind: "ambiguous" });
      const [issuedId] = ids;
      return accept(
        issuedId === undefined ? { kind: "missing" } : { kind: "found", issuedId, valueMinor: null },
      );
    },
  };
}
