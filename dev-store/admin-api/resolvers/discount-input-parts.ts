/** Pieces that the three discount inputs share: ids, items, amounts; refusals in Shopify's terms. */
import { idOf } from "../../state/ids.ts";
import { parseMoney } from "../../state/money.ts";
import type { DiscountItems } from "../../state/model/discount.ts";
import type { ApiContext } from "../context.ts";

/** Shopify's bound of products or variants named by one discount. */
const MAXIMUM_ENTITLED = 100;

export class DiscountRefusal extends Error {
  readonly field: readonly string[];
  readonly code: string;
  constructor(field: readonly string[], code: string, message: string) {
    super(message);
    this.field = field;
    this.code = code;
  }
}

export type Ids = string[] | null | undefined;
export interface ItemsInput {
  all?: boolean | null;
  products?: {
    productsToAdd?: Ids;
    productsToRemove?: Ids;
    productVariantsToAdd?: Ids;
    productVariantsToRemove?: Ids;
  } | null;
  collections?: { add?: Ids; remove?: Ids } | null;
}
export type Decimal = string | number;

const NO_ITEMS: DiscountItems = { all: false, productIds: [], variantIds: [], collectionIds: [] };
export const ALL_ITEMS: DiscountItems = { ...NO_ITEMS, all: true };

export function idsOf(type: string, gids: Ids, field: string[], exists: (id: string) => boolean): string[] {
  return (gids ?? []).map((value) => {
    const id = idOf(type, value);
    if (id === null || !exists(id))
      throw new DiscountRefusal(field, "INVALID", `${type} with id: ${value} is invalid`);
    return id;
  });
}

export function itemsOf(
  input: ItemsInput | null | undefined,
  before: DiscountItems | null,
  field: string[],
  context: ApiContext,
): DiscountItems {
  if (!input) {
    if (before) return before;
    throw new DiscountRefusal(field, "MISSING_ARGUMENT", "Items can't be blank");
  }
  if (input.all) {
    if (input.products || input.collections)
      throw new DiscountRefusal(field, "CONFLICT", "Cannot entitle all items and some items at once");
    return ALL_ITEMS;
  }
  const { state } = context;
  const products = input.products ?? {};
  const collections = input.collections ?? {};
  const hasVariant = (id: string): boolean =>
    [...state.all("product").values()].some((one) => one.variants.some((each) => each.id === id));
  const edit = (
    old: string[] | undefined,
    type: string,
    add: Ids,
    remove: Ids,
    exists: (id: string) => boolean,
  ): string[] => {
    const gone = new Set(idsOf(type, remove, field, () => true));
    return [...new Set([...(old ?? []), ...idsOf(type, add, field, exists)])].filter((id) => !gone.has(id));
  };
  const items = {
    all: false,
    productIds: edit(
      before?.productIds,
      "Product",
      products.productsToAdd,
      products.productsToRemove,
      (id) => state.get("product", id) !== null,
    ),
    variantIds: edit(
      before?.variantIds,
      "ProductVariant",
      products.productVariantsToAdd,
      products.productVariantsToRemove,
      hasVariant,
    ),
    collectionIds: edit(
      before?.collectionIds,
      "Collection",
      collections.add,
      collections.remove,
      (id) => state.get("collection", id) !== null,
    ),
  };
  const count = items.productIds.length + items.variantIds.length + items.collectionIds.length;
  if (count === 0)
    throw new DiscountRefusal(field, "APPLIES_ON_NOTHING", "Discount must apply to at least one item");
  // What can be read of a discount's items is one or the other: `union DiscountItems`.
  if (items.collectionIds.length > 0 && count > items.collectionIds.length)
    throw new DiscountRefusal(field, "CONFLICT", "Cannot entitle collections and products at once");
  if (count > MAXIMUM_ENTITLED)
    throw new DiscountRefusal(field, "EXCEEDED_MAX", `A discount can name at most ${MAXIMUM_ENTITLED} items`);
  return items;
}

export function positiveMinor(
  value: Decimal | null | undefined,
  field: string[],
  context: ApiContext,
): bigint {
  const minor =
    value === null || value === undefined ? null : parseMoney(String(value), context.state.shop.currency);
  if (minor === null || minor <= 0n)
    throw new DiscountRefusal(field, "GREATER_THAN", "Amount must be greater than 0");
  return minor;
}

export function fraction(value: number, field: string[]): number {
  if (!(value > 0 && value <= 1))
    throw new DiscountRefusal(field, "VALUE_OUTSIDE_RANGE", "Value must be between 0.0 and 1.0");
  return value;
}

export function wholeNumber(value: Decimal | null | undefined, field: string[]): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new DiscountRefusal(field, "GREATER_THAN", "Quantity must be greater than 0");
  return number;
}
