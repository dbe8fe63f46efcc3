/** Turns the three discount inputs into what the store keeps, with Shopify's refusals. */
import type { Discount, DiscountValue } from "../../state/model/discount.ts";
import type { DiscountInput } from "../../state/operations/discounts.ts";
import { toInstant } from "../../state/store.ts";
import type { ApiContext } from "../context.ts";
import {
  ALL_ITEMS,
  DiscountRefusal,
  fraction,
  idsOf,
  itemsOf,
  positiveMinor,
  wholeNumber,
  type Decimal,
  type Ids,
  type ItemsInput,
} from "./discount-input-parts.ts";

const MAXIMUM_CODE_LENGTH = 255;

export interface ApiDiscountInput {
  title?: string | null;
  code?: string | null;
  startsAt?: string | null;
  endsAt?: string | null;
  usageLimit?: number | null;
  appliesOncePerCustomer?: boolean | null;
  combinesWith?: Partial<Discount["combinesWith"]> | null;
  context?: {
    all?: "ALL";
    customers?: { add?: Ids; remove?: Ids };
    customerSegments?: { add?: Ids; remove?: Ids };
  } | null;
  minimumRequirement?: {
    quantity?: { greaterThanOrEqualToQuantity?: Decimal | null } | null;
    subtotal?: { greaterThanOrEqualToSubtotal?: Decimal | null } | null;
  } | null;
  customerGets?: {
    items?: ItemsInput | null;
    value?: {
      discountAmount?: { amount?: Decimal | null; appliesOnEachItem?: boolean | null } | null;
      percentage?: number | null;
      discountOnQuantity?: {
        quantity?: Decimal | null;
        effect?: { percentage?: number | null; amount?: Decimal | null } | null;
      } | null;
    } | null;
  } | null;
  customerBuys?: {
    items?: ItemsInput | null;
    value?: { quantity?: Decimal | null; amount?: Decimal | null } | null;
  } | null;
  usesPerOrderLimit?: number | null;
  maximumShippingPrice?: Decimal | null;
}

export type DiscountKind = "basic" | "free-shipping" | "bxgy";

/** Throws `DiscountRefusal`. `before` is the discount that an update changes: what the input leaves out stays. */
export function parseDiscountInput(
  kind: DiscountKind,
  input: ApiDiscountInput,
  before: Discount | null,
  context: ApiContext,
  { automatic }: { automatic: boolean } = { automatic: false },
): DiscountInput {
  const title = input.title ?? before?.title ?? "";
  if (title.trim() === "") throw new DiscountRefusal(["title"], "BLANK", "Title can't be blank");
  const code = input.code ?? before?.codes[0]?.code ?? "";
  if (!automatic && code.trim() === "") throw new DiscountRefusal(["code"], "BLANK", "Code can't be blank");
  if (code.length > MAXIMUM_CODE_LENGTH)
    throw new DiscountRefusal(
      ["code"],
      "TOO_LONG",
      `Code is too long (maximum is ${MAXIMUM_CODE_LENGTH} characters)`,
    );
  const startsAt = input.startsAt ?? before?.startsAt;
  if (!startsAt) throw new DiscountRefusal(["startsAt"], "BLANK", "Starts at can't be blank");
  const endsAt = input.endsAt === undefined ? (before?.endsAt ?? null) : input.endsAt;
  if (endsAt !== null && Date.parse(endsAt) <= Date.parse(startsAt)) {
    throw new DiscountRefusal(
      ["endsAt"],
      "END_DATE_BEFORE_START_DATE",
      "Ends at needs to be after starts_at",
    );
  }
  const usageLimit = input.usageLimit === undefined ? (before?.usageLimit ?? null) : input.usageLimit;
  if (usageLimit !== null && usageLimit <= 0)
    throw new DiscountRefusal(["usageLimit"], "GREATER_THAN", "Usage limit must be greater than 0");

  const items =
    kind === "basic"
      ? itemsOf(input.customerGets?.items, before?.items ?? null, ["customerGets", "items"], context)
      : ALL_ITEMS;
  const discountClass =
    kind === "free-shipping" ? "shipping" : kind === "bxgy" || !items.all ? "product" : "order";
  const combinesWith = {
    orderDiscounts: input.combinesWith?.orderDiscounts ?? before?.combinesWith.orderDiscounts ?? false,
    productDiscounts: input.combinesWith?.productDiscounts ?? before?.combinesWith.productDiscounts ?? false,
    shippingDiscounts:
      input.combinesWith?.shippingDiscounts ?? before?.combinesWith.shippingDiscounts ?? false,
  };
  if (discountClass === "shipping" && combinesWith.shippingDiscounts) {
    throw new DiscountRefusal(
      ["combinesWith"],
      "INVALID_COMBINES_WITH_FOR_DISCOUNT_CLASS",
      "The combinesWith settings are not valid for the discount class.",
    );
  }
  return {
    ...(before ? { id: before.id } : {}),
    automatic,
    title,
    codes: automatic ? [] : before ? [code, ...before.codes.slice(1).map((one) => one.code)] : [code],
    value: valueOf(kind, input, before?.value ?? null, context),
    discountClass,
    items,
    customerIds: customersOf(input.context, before?.customerIds ?? null, context),
    segmentIds: segmentsOf(input.context, before?.segmentIds ?? null, context),
    minimum: minimumOf(input.minimumRequirement, before?.minimum ?? { kind: "none" }, context),
    usageLimit,
    appliesOncePerCustomer: input.appliesOncePerCustomer ?? before?.appliesOncePerCustomer ?? false,
    combinesWith,
    startsAt: toInstant(new Date(startsAt)),
    endsAt: endsAt === null ? null : toInstant(new Date(endsAt)),
    createdByApp: true,
  };
}

function customersOf(
  input: ApiDiscountInput["context"],
  before: string[] | null,
  context: ApiContext,
): string[] | null {
  if (!input) return before;
  if (input.all || !input.customers) return null;
  const field = ["context", "customers"];
  const add = idsOf(
    "Customer",
    input.customers.add,
    [...field, "add"],
    (id) => context.state.get("customer", id) !== null,
  );
  const remove = new Set(idsOf("Customer", input.customers.remove, [...field, "remove"], () => true));
  const customers = [...new Set([...(before ?? []), ...add])].filter((id) => !remove.has(id));
  if (customers.length === 0)
    throw new DiscountRefusal(field, "BLANK", "Customer selection must include at least one customer");
  return customers;
}

/** Customers, segments or everybody: one of them. */
function segmentsOf(
  input: ApiDiscountInput["context"],
  before: string[] | null,
  context: ApiContext,
): string[] | null {
  if (!input) return before;
  if (!input.customerSegments) return null;
  const field = ["context", "customerSegments"];
  const exists = (id: string) => context.state.get("segment", id) !== null;
  const add = idsOf("Segment", input.customerSegments.add, [...field, "add"], exists);
  const remove = new Set(idsOf("Segment", input.customerSegments.remove, [...field, "remove"], () => true));
  const segments = [...new Set([...(before ?? []), ...add])].filter((id) => !remove.has(id));
  if (segments.length === 0)
    throw new DiscountRefusal(field, "BLANK", "Customer segment selection must include at least one segment");
  return segments;
}

function minimumOf(
  input: ApiDiscountInput["minimumRequirement"],
  before: Discount["minimum"],
  context: ApiContext,
): Discount["minimum"] {
  if (input === undefined) return before;
  if (input === null) return { kind: "none" };
  const field = ["minimumRequirement"];
  const quantity = input.quantity?.greaterThanOrEqualToQuantity;
  const subtotal = input.subtotal?.greaterThanOrEqualToSubtotal;
  if (quantity && subtotal) {
    throw new DiscountRefusal(
      field,
      "MINIMUM_SUBTOTAL_AND_QUANTITY_RANGE_BOTH_PRESENT",
      "Minimum subtotal and quantity cannot both be present",
    );
  }
  if (quantity) return { kind: "quantity", quantity: wholeNumber(quantity, [...field, "quantity"]) };
  if (subtotal)
    return { kind: "subtotal", amountMinor: positiveMinor(subtotal, [...field, "subtotal"], context) };
  return { kind: "none" };
}

function valueOf(
  kind: DiscountKind,
  input: ApiDiscountInput,
  before: DiscountValue | null,
  context: ApiContext,
): DiscountValue {
  const field = ["customerGets", "value"];
  const value = input.customerGets?.value;
  if (kind === "free-shipping") {
    const maximum = input.maximumShippingPrice;
    return {
      kind,
      maximumShippingPriceMinor:
        maximum === null || maximum === undefined
          ? null
          : positiveMinor(maximum, ["maximumShippingPrice"], context),
    };
  }
  if (kind === "basic") {
    if (!value && before) return before;
    const given = [value?.discountAmount, value?.percentage, value?.discountOnQuantity].filter(
      (one) => one !== null && one !== undefined,
    );
    if (given.length !== 1 || value?.discountOnQuantity) {
      throw new DiscountRefusal(
        field,
        given.length > 1 ? "TOO_MANY_ARGUMENTS" : "MISSING_ARGUMENT",
        "Exactly one of discountAmount and percentage must be given",
      );
    }
    if (value?.percentage !== null && value?.percentage !== undefined) {
      return { kind: "percentage-off", percentage: fraction(value.percentage, [...field, "percentage"]) };
    }
    const amountField = [...field, "discountAmount", "amount"];
    return {
      kind: "amount-off",
      amountMinor: positiveMinor(value?.discountAmount?.amount, amountField, context),
      appliesOnEachItem: value?.discountAmount?.appliesOnEachItem ?? false,
    };
  }
  const gets = value?.discountOnQuantity;
  const buys = input.customerBuys;
  if (!gets?.effect)
    throw new DiscountRefusal(
      field,
      "MISSING_ARGUMENT",
      "discountOnQuantity must be given for a Buy X Get Y discount",
    );
  if (!buys?.value || (!buys.value.quantity && !buys.value.amount)) {
    throw new DiscountRefusal(
      ["customerBuys", "value"],
      "MISSING_ARGUMENT",
      "Customer buys must have a quantity or an amount",
    );
  }
  const effectField = [...field, "discountOnQuantity", "effect"];
  const { percentage, amount } = gets.effect;
  return {
    kind: "buy-x-get-y",
    buys: {
      items: itemsOf(buys.items, null, ["customerBuys", "items"], context),
      quantity: buys.value.quantity
        ? wholeNumber(buys.value.quantity, ["customerBuys", "value", "quantity"])
        : null,
      amountMinor: buys.value.amount
        ? positiveMinor(buys.value.amount, ["customerBuys", "value", "amount"], context)
        : null,
    },
    gets: {
      items: itemsOf(input.customerGets?.items, null, ["customerGets", "items"], context),
      quantity: wholeNumber(gets.quantity, [...field, "discountOnQuantity", "quantity"]),
      effect:
        percentage !== null && percentage !== undefined
          ? { kind: "percentage", percentage: fraction(percentage, effectField) }
          : { kind: "amount", amountMinor: positiveMinor(amount, effectField, context) },
    },
    usesPerOrderLimit: input.usesPerOrderLimit ?? null,
  };
}
