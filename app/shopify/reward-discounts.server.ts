import { minimumOrderOf } from "#app/domain/rewards/quote.ts";
import type { Redemption } from "#app/domain/rewards/redemption.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { decimalTail } from "#app/domain/shared/ids.ts";
import { faceValueMinor, formatMoney } from "#app/domain/shared/money.ts";
import { accept, type Outcome, refuse } from "#app/domain/shared/outcome.ts";
import type {
  Found,
  IssueRefusal,
  ShopifyRewards,
  Standing,
} from "#app/usecases/rewards/redemption-ports.ts";
import type { Gateway } from "./gateway.server.ts";
import { createDiscount, type DiscountItemsInput } from "./operations/create-discount.ts";
import { createFreeShipping } from "./operations/create-free-shipping.ts";
import { deactivateDiscount } from "./operations/deactivate-discount.ts";
import { deleteDiscount } from "./operations/delete-discount.ts";
import { discountByCode } from "./operations/discount-by-code.ts";
import type { DiscountInput } from "./operations/discount-parts.ts";
import { discountsByIds } from "./operations/discounts-by-ids.ts";
import { ordersWithCodes } from "./operations/orders-with-codes.ts";
import { productPrices } from "./operations/product-prices.ts";
import { read, refusedBy, refusedWrite } from "./reward-answer.ts";

type Order = Parameters<ShopifyRewards["issue"]>[1];
type Made = Outcome<{ readonly issuedId: string; readonly valueMinor: bigint | null }, IssueRefusal>;

/** One discount for each issued reward: bound to its customer, for one use. */
export function createRewardDiscounts(gateway: Gateway) {
  async function issue(shopId: string, order: Order): Promise<Made> {
    const { redemption, currency } = order;
    const { reward } = redemption;
    const common = commonInput(order);
    if (reward.kind === "free-shipping") {
      const { orderDiscounts, productDiscounts } = common.combinesWith;
      const answer = await gateway.run(shopId, createFreeShipping, {
        // A shipping discount never combines with another one.
        discount: {
          ...common,
          combinesWith: { orderDiscounts, productDiscounts },
          destination: { all: true },
        },
      });
      if (!answer.ok) return refusedWrite(answer.refusals[0]);
      return made(answer.value.discountCodeFreeShippingCreate, null);
    }
    const gift = reward.kind === "free-product" ? await priceOf(shopId, redemption, currency) : null;
    if (gift !== null && !gift.ok) return gift;
    const valueMinor = gift?.value.priceMinor ?? redemption.valueMinor;
    const amount = (minor: bigint) => ({
      discountAmount: { amount: formatMoney(minor, currency), appliesOnEachItem: false },
    });
    const answer = await gateway.run(shopId, createDiscount, {
      discount: {
        ...common,
        customerGets: {
          items: gift?.value.items ?? itemsOf(redemption),
          value: valueMinor === null ? { percentage: Number(reward.value) / 100 } : amount(valueMinor),
        },
      },
    });
    if (!answer.ok) return refusedWrite(answer.refusals[0]);
    return made(answer.value.discountCodeBasicCreate, valueMinor);
  }

  /** An amount off equal to the price of the variant, or of the product's cheapest one: never more than one unit free. */
  async function priceOf(
    shopId: string,
    { reward }: Redemption,
    currency: string,
  ): Promise<Outcome<{ priceMinor: bigint; items: DiscountItemsInput }, IssueRefusal>> {
    const { product } = reward;
    invariant(product !== null, `reward ${reward.id} names the product that it gives away`);
    const answer = await gateway.run(shopId, productPrices, { id: product.productId });
    if (!answer.ok) return refusedWrite(answer.refusals[0]);
    const variants = (answer.value.product?.variants.nodes ?? []).filter(
      ({ id }) => product.variantId === null || id === product.variantId,
    );
    const prices = variants.map(({ price }) => faceValueMinor(price, currency)).filter((minor) => minor > 0n);
    if (prices.length === 0) {
      const detail = "The product of this reward is no longer in the shop, or costs nothing.";
      return refuse({ code: "refused", detail });
    }
    return accept({
      priceMinor: prices.reduce((least, one) => (one < least ? one : least)),
      items: {
        products:
          product.variantId === null
            ? { productsToAdd: [product.productId] }
            : { productVariantsToAdd: [product.variantId] },
      },
    });
  }

  async function byCode(shopId: string, { code }: Redemption) {
    invariant(code !== null, "a discount has a code");
    const answer = read(await gateway.run(shopId, discountByCode, { code }));
    return answer.ok ? accept(answer.value.codeDiscountNodeByCode) : answer;
  }

  /** The order that used the code: `undefined` = none. */
  async function orderWith(
    shopId: string,
    redemption: Redemption,
    customerId: string | null,
  ): Promise<Outcome<string | undefined, IssueRefusal>> {
    const byFirstCode = `discount_code:'${redemption.code}'`;
    const search =
      customerId === null ? byFirstCode : `customer_id:${decimalTail(customerId)} OR ${byFirstCode}`;
    const answer = read(await gateway.run(shopId, ordersWithCodes, { search }));
    if (!answer.ok) return answer;
    const isOurs = (code: string) => code.toUpperCase() === redemption.code;
    return accept(answer.value.orders.nodes.find(({ discountCodes }) => discountCodes.some(isOurs))?.id);
  }

  /** Used, as an order or Shopify's own count says; null = not. */
  async function useOf(
    shopId: string,
    order: { readonly redemption: Redemption; readonly customerId: string | null },
    uses: number,
  ): Promise<Outcome<Standing | null, IssueRefusal>> {
    const found = await orderWith(shopId, order.redemption, order.customerId);
    if (!found.ok) return found;
    const isUsed = found.value !== undefined || uses > 0;
    return accept(isUsed ? { kind: "used", orderId: found.value ?? null } : null);
  }

  return {
    issue,

    async find(
      shopId: string,
      { redemption, currency }: { readonly redemption: Redemption; readonly currency: string },
    ): Promise<Outcome<Found, IssueRefusal>> {
      const node = await byCode(shopId, redemption);
      if (!node.ok) return node;
      if (node.value === null) return accept({ kind: "missing" });
      const amount = node.value.codeDiscount.customerGets?.value.amount?.amount;
      const valueMinor = amount === undefined ? null : faceValueMinor(amount, currency);
      return accept({ kind: "found", issuedId: node.value.id, valueMinor });
    },

    async inspect(
      shopId: string,
      order: { readonly redemption: Redemption; readonly customerId: string | null },
    ): Promise<Outcome<Standing, IssueRefusal>> {
      const node = await byCode(shopId, order.redemption);
      if (!node.ok) return node;
      const discount = node.value?.codeDiscount;
      const use = await useOf(shopId, order, discount?.asyncUsageCount ?? 0);
      if (!use.ok) return use;
      if (use.value !== null) return accept(use.value);
      if (discount === undefined) return accept({ kind: "gone" });
      return accept({ kind: "open", endsAt: discount.endsAt === null ? null : new Date(discount.endsAt) });
    },

    async withdraw(
      shopId: string,
      order: { readonly redemption: Redemption; readonly customerId: string | null },
    ): Promise<Outcome<Standing, IssueRefusal>> {
      const node = await byCode(shopId, order.redemption);
      if (!node.ok) return node;
      const id = node.value?.id;
      if (id !== undefined) {
        const ended = read(await gateway.run(shopId, deactivateDiscount, { id }));
        if (!ended.ok) return ended;
      }
      // Only now can no order come in between: what has used it by now has used it.
      const after = id === undefined ? node : await byCode(shopId, order.redemption);
      if (!after.ok) return after;
      const use = await useOf(shopId, order, after.value?.codeDiscount.asyncUsageCount ?? 0);
      if (!use.ok) return use;
      if (use.value !== null) return accept(use.value);
      if (id !== undefined) {
        const deleted = read(await gateway.run(shopId, deleteDiscount, { id }));
        if (!deleted.ok) return deleted;
      }
      return accept({ kind: "gone" });
    },

    async checkDiscounts(shopId: string, issuedIds: readonly string[]) {
      const answer = read(await gateway.run(shopId, discountsByIds, { ids: issuedIds }));
      if (!answer.ok) return answer;
      const known = answer.value.nodes.filter((node) => node !== null);
      const standing = new Set(known.map(({ id }) => id));
      const used = known.filter(({ codeDiscount }) => codeDiscount.asyncUsageCount > 0);
      return accept({
        missing: new Set(issuedIds.filter((id) => !standing.has(id))),
        used: new Set(used.map(({ id }) => id)),
      });
    },
  };
}

function made(
  answer: {
    readonly codeDiscountNode: { readonly id: string } | null;
    readonly userErrors: Parameters<typeof refusedBy>[0];
  },
  valueMinor: bigint | null,
): Made {
  const refused = refusedBy(answer.userErrors);
  if (refused !== null) return refused;
  const issuedId = answer.codeDiscountNode?.id;
  if (issuedId === undefined)
    return refuse({ code: "answer-lost", detail: "neither a discount nor a reason" });
  return accept({ issuedId, valueMinor });
}

function itemsOf({ reward }: Redemption): DiscountItemsInput {
  const { productIds, collectionIds } = reward.appliesTo;
  if (productIds.length + collectionIds.length === 0) return { all: true };
  return {
    ...(productIds.length > 0 && { products: { productsToAdd: productIds } }),
    ...(collectionIds.length > 0 && { collections: { add: collectionIds } }),
  };
}

function commonInput({ redemption, customerId, currency }: Order): DiscountInput {
  const { reward, code } = redemption;
  invariant(code !== null, "a discount has a code");
  const minimum = minimumOrderOf(reward, redemption.valueMinor, currency);
  const { order, product, shipping } = reward.combinesWith;
  return {
    title: reward.name,
    code,
    startsAt: redemption.reservedAt.toISOString(),
    endsAt: redemption.expiresAt?.toISOString() ?? null,
    usageLimit: 1,
    appliesOncePerCustomer: true,
    context: { customers: { add: [customerId] } },
    combinesWith: { orderDiscounts: order, productDiscounts: product, shippingDiscounts: shipping },
    minimumRequirement:
      minimum === null
        ? null
        : { subtotal: { greaterThanOrEqualToSubtotal: formatMoney(minimum, currency) } },
  };
}
