import { gid, idOf } from "../../state/ids.ts";
import { formatMoney } from "../../state/money.ts";
import type { Collection, Product } from "../../state/model/catalogue.ts";
import type { Discount, DiscountItems, DiscountValue } from "../../state/model/discount.ts";
import { discountStatus, usedCount } from "../../state/operations/discounts.ts";
import { toInstant } from "../../state/store.ts";
import { paginate, paginateInOrder, type PageArguments } from "../connection.ts";
import type { ApiContext, TypeResolvers } from "../context.ts";
import { moneyOf } from "../money-bag.ts";
import { idMatches, sameText } from "../search-terms.ts";
import { compareBy, compareInstant, parseSearch } from "../search.ts";
import { sortedBy } from "../sorted.ts";
import { metafieldFields } from "./metafield-fields.ts";
import type { VariantSource } from "./products.ts";

const TYPE_OF_KIND: Readonly<Record<DiscountValue["kind"], string>> = {
  "amount-off": "DiscountCodeBasic",
  "percentage-off": "DiscountCodeBasic",
  "free-shipping": "DiscountCodeFreeShipping",
  "buy-x-get-y": "DiscountCodeBxgy",
};

function codeDiscount(discount: Discount) {
  return { ...discount, __typename: TYPE_OF_KIND[discount.value.kind] };
}

const nodeFields: TypeResolvers = {
  id: (discount: Discount) => gid("DiscountCodeNode", discount.id),
  ...metafieldFields((discount: Discount) => gid("DiscountCodeNode", discount.id)),
};

export const codeDiscountNodeResolvers: TypeResolvers = { ...nodeFields, codeDiscount };
export const automaticDiscountNodeResolvers: TypeResolvers = {
  id: (discount: Discount) => gid("DiscountAutomaticNode", discount.id),
  ...metafieldFields((discount: Discount) => gid("DiscountAutomaticNode", discount.id)),
  automaticDiscount: (discount: Discount) => ({ ...discount, __typename: "DiscountAutomaticFreeShipping" }),
};
export const discountNodeResolvers: TypeResolvers = {
  ...nodeFields,
  id: (discount: Discount) => gid("DiscountNode", discount.id),
  discount: codeDiscount,
};

function itemsOf(items: DiscountItems, context: ApiContext) {
  if (items.all) return { __typename: "AllDiscountItems", allItems: true };
  if (items.collectionIds.length > 0) {
    const collections = items.collectionIds.flatMap((id) => context.state.get("collection", id) ?? []);
    return { __typename: "DiscountCollections", collections };
  }
  const products = items.productIds.flatMap((id) => context.state.get("product", id) ?? []);
  const variants = [...context.state.all("product").values()].flatMap((product) =>
    product.variants
      .filter((one) => items.variantIds.includes(one.id))
      .map((variant) => ({ product, variant })),
  );
  return {
    __typename: "DiscountProducts",
    products,
    variants,
  };
}

export const discountCollectionsResolvers: TypeResolvers = {
  collections: (source: { collections: Collection[] }, args) => paginateInOrder(source.collections, args),
};

export const discountProductsResolvers: TypeResolvers = {
  products: (source: { products: Product[] }, args) => paginateInOrder(source.products, args),
  productVariants: (source: { variants: VariantSource[] }, args) => paginateInOrder(source.variants, args),
};

function amount(minor: bigint, appliesOnEachItem: boolean, context: ApiContext) {
  return {
    __typename: "DiscountAmount",
    amount: moneyOf(minor, context.state.shop.currency),
    appliesOnEachItem,
  };
}

function getsOf(discount: Discount, context: ApiContext) {
  const { value } = discount;
  const gets = { appliesOnOneTimePurchase: true, appliesOnSubscription: false };
  switch (value.kind) {
    case "amount-off":
      return {
        ...gets,
        items: itemsOf(discount.items, context),
        value: amount(value.amountMinor, value.appliesOnEachItem, context),
      };
    case "percentage-off":
      return {
        ...gets,
        items: itemsOf(discount.items, context),
        value: { __typename: "DiscountPercentage", percentage: value.percentage },
      };
    case "buy-x-get-y": {
      const { effect, quantity, items } = value.gets;
      const inner =
        effect.kind === "percentage"
          ? { __typename: "DiscountPercentage", percentage: effect.percentage }
          : amount(effect.amountMinor, true, context);
      return {
        ...gets,
        items: itemsOf(items, context),
        value: { __typename: "DiscountOnQuantity", effect: inner, quantity: { quantity: String(quantity) } },
      };
    }
    case "free-shipping":
      throw new Error("a free shipping discount gives no items");
  }
}

function buysOf(discount: Discount, context: ApiContext) {
  if (discount.value.kind !== "buy-x-get-y") throw new Error("not a buy-x-get-y discount");
  const { items, quantity, amountMinor } = discount.value.buys;
  return {
    isOneTimePurchase: true,
    isSubscription: false,
    items: itemsOf(items, context),
    value:
      amountMinor === null
        ? { __typename: "DiscountQuantity", quantity: String(quantity ?? 1) }
        : {
            __typename: "DiscountPurchaseAmount",
            amount: formatMoney(amountMinor, context.state.shop.currency),
          },
  };
}

function minimumOf({ minimum }: Discount, context: ApiContext) {
  if (minimum.kind === "none") return null;
  if (minimum.kind === "quantity") {
    return { __typename: "DiscountMinimumQuantity", greaterThanOrEqualToQuantity: String(minimum.quantity) };
  }
  return {
    __typename: "DiscountMinimumSubtotal",
    greaterThanOrEqualToSubtotal: moneyOf(minimum.amountMinor, context.state.shop.currency),
  };
}

function summary(discount: Discount, context: ApiContext): string {
  const { value } = discount;
  switch (value.kind) {
    case "amount-off":
      return `${formatMoney(value.amountMinor, context.state.shop.currency)} ${context.state.shop.currency} off`;
    case "percentage-off":
      return `${value.percentage * 100}% off`;
    case "free-shipping":
      return "Free shipping";
    case "buy-x-get-y":
      return `Get ${value.gets.quantity} item${value.gets.quantity === 1 ? "" : "s"} discounted`;
  }
}

function statusOf(discount: Discount, context: ApiContext): string {
  return discountStatus(discount, toInstant(context.now)).toUpperCase();
}

const sharedFields: TypeResolvers = {
  title: (discount: Discount) => discount.title,
  summary: (discount: Discount, _, context) => summary(discount, context),
  status: (discount: Discount, _, context) => statusOf(discount, context),
  startsAt: (discount: Discount) => discount.startsAt,
  endsAt: (discount: Discount) => discount.endsAt,
  createdAt: (discount: Discount) => discount.createdAt,
  updatedAt: (discount: Discount) => discount.updatedAt,
  usageLimit: (discount: Discount) => discount.usageLimit,
  asyncUsageCount: usedCount,
  appliesOncePerCustomer: (discount: Discount) => discount.appliesOncePerCustomer,
  codes: (discount: Discount, args) =>
    paginateInOrder(
      discount.codes.map((one) => ({
        id: gid("DiscountRedeemCode", one.id),
        code: one.code,
        asyncUsageCount: one.usedCount,
      })),
      args,
    ),
  codesCount: (discount: Discount) => ({ count: discount.codes.length, precision: "EXACT" }),
  combinesWith: (discount: Discount) => discount.combinesWith,
  context: (discount: Discount, _, context) =>
    discount.segmentIds
      ? {
          __typename: "DiscountCustomerSegments",
          segments: discount.segmentIds.flatMap((id) => context.state.get("segment", id) ?? []),
        }
      : discount.customerIds === null
        ? { __typename: "DiscountBuyerSelectionAll", all: "ALL" }
        : {
            __typename: "DiscountCustomers",
            customers: discount.customerIds.flatMap((id) => context.state.get("customer", id) ?? []),
          },
  discountClasses: (discount: Discount) => [discount.discountClass.toUpperCase()],
  tags: () => [],
};

const basicFields: TypeResolvers = {
  ...sharedFields,
  shortSummary: (discount: Discount, _, context) => summary(discount, context),
  minimumRequirement: (discount: Discount, _, context) => minimumOf(discount, context),
  recurringCycleLimit: () => null,
};

export const discountCodeBasicResolvers: TypeResolvers = {
  ...basicFields,
  customerGets: (discount: Discount, _, context) => getsOf(discount, context),
};

export const discountCodeFreeShippingResolvers: TypeResolvers = {
  ...basicFields,
  appliesOnOneTimePurchase: () => true,
  appliesOnSubscription: () => false,
  maximumShippingPrice: ({ value }: Discount, _, context) =>
    value.kind === "free-shipping" && value.maximumShippingPriceMinor !== null
      ? moneyOf(value.maximumShippingPriceMinor, context.state.shop.currency)
      : null,
};

const {
  usageLimit: _usageLimit,
  appliesOncePerCustomer: _once,
  codes: _codes,
  codesCount: _codesCount,
  ...automaticFreeShipping
} = discountCodeFreeShippingResolvers;
export const discountAutomaticFreeShippingResolvers: TypeResolvers = {
  ...automaticFreeShipping,
  recurringCycleLimit: () => 1,
};

export const discountCodeBxgyResolvers: TypeResolvers = {
  ...sharedFields,
  customerBuys: (discount: Discount, _, context) => buysOf(discount, context),
  customerGets: (discount: Discount, _, context) => getsOf(discount, context),
  usesPerOrderLimit: ({ value }: Discount) => (value.kind === "buy-x-get-y" ? value.usesPerOrderLimit : null),
};

function listDiscounts(
  context: ApiContext,
  args: PageArguments & { query?: string | null; sortKey: string },
  path: string,
  automatic = false,
) {
  const { timeZone } = context.state.shop;
  const search = !args.query
    ? null
    : parseSearch<Discount>(args.query, {
        fields: {
          id: (one, operator, value) => idMatches(one.id, operator, value),
          code: (one, operator, value) => one.codes.some((code) => sameText(code.code, operator, value)),
          title: (one, operator, value) => sameText(one.title, operator, value),
          status: (one, operator, value) => sameText(statusOf(one, context), operator, value),
          times_used: (one, operator, value) => compareBy(usedCount(one), operator, Number(value)),
          created_at: (one, operator, value) => compareInstant(one.createdAt, operator, value, timeZone),
          updated_at: (one, operator, value) => compareInstant(one.updatedAt, operator, value, timeZone),
          starts_at: (one, operator, value) => compareInstant(one.startsAt, operator, value, timeZone),
          ends_at: (one, operator, value) =>
            one.endsAt !== null && compareInstant(one.endsAt, operator, value, timeZone),
        },
        text: (one, word) =>
          [one.title, ...one.codes.map((code) => code.code)].some((text) =>
            text.toLowerCase().includes(word.toLowerCase()),
          ),
      });
  for (const field of search?.unknownFields ?? [])
    context.searchWarnings.push({ path, query: args.query ?? "", field });
  const sorts: Record<string, (one: Discount) => string> = {
    CREATED_AT: (one) => one.createdAt,
    UPDATED_AT: (one) => one.updatedAt,
    STARTS_AT: (one) => one.startsAt,
    ENDS_AT: (one) => one.endsAt ?? "9999",
    TITLE: (one) => one.title.toLowerCase(),
  };
  const list = sortedBy(context.state, "discount", args.sortKey, sorts[args.sortKey] ?? (() => ""));
  return paginate(
    { ...list, matches: (one) => one.automatic === automatic && (search?.matches(one) ?? true) },
    args,
  );
}

function byNodeId(context: ApiContext, value: string): Discount | null {
  const id = idOf("DiscountCodeNode", value) ?? idOf("DiscountNode", value);
  const found = id === null ? null : context.state.get("discount", id);
  return found && !found.automatic ? found : null;
}

export const discountQueries: TypeResolvers = {
  codeDiscountNode: (_, args, context) => byNodeId(context, args.id),
  codeDiscountNodeByCode: (_, args, context) => context.state.discountByCode(args.code),
  codeDiscountNodes: (_, args, context) => listDiscounts(context, args, "codeDiscountNodes"),
  automaticDiscountNode: (_, args, context) => {
    const found = context.state.get("discount", idOf("DiscountAutomaticNode", args.id) ?? "");
    return found?.automatic && found.value.kind === "free-shipping" ? found : null;
  },
  automaticDiscountNodes: (_, args, context) => listDiscounts(context, args, "automaticDiscountNodes", true),
  discountNode: (_, args, context) => byNodeId(context, args.id),
  discountNodes: (_, args, context) => listDiscounts(context, args, "discountNodes"),
};
