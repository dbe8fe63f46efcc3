import type { Selection } from "../program/program-body.ts";
import { foldCase } from "../shared/fold-case.ts";
import type { EarningLine } from "./earned.ts";

/** What conditions on the whole order look at. */
export type OrderTraits = {
  readonly source: string | null;
  /** null: nobody's order. */
  readonly customerTags: readonly string[] | null;
  /** The tier that was held before the order; null = none. */
  readonly tierId: string | null;
};

/** An include and an exclude made ready to be asked many times. */
export type Picker = {
  readonly picksOrder: (order: OrderTraits) => boolean;
  readonly picksLine: (line: EarningLine) => boolean;
  /** No condition looks at lines: it picks all of them. */
  readonly picksEveryLine: boolean;
};

type Condition<T> = (fact: T) => boolean;

/**
 * Include: every list given must be met, by one of its entries. Exclude: one list that is met leaves the line (or order) out.
 * What is not known (null) meets no condition: such a line is not included by its tag, and not excluded by it either. An
 * exclusion never takes points from a shopper on a guess; an include never gives them on one.
 */
export function compilePicker(include: Selection, exclude: Selection): Picker {
  const wantedOfOrder = orderConditions(include);
  const unwantedOfOrder = orderConditions(exclude);
  const wantedOfLine = lineConditions(include);
  const unwantedOfLine = lineConditions(exclude);
  return {
    picksOrder: (order) =>
      wantedOfOrder.every((meets) => meets(order)) && !unwantedOfOrder.some((meets) => meets(order)),
    picksLine: (line) =>
      wantedOfLine.every((meets) => meets(line)) && !unwantedOfLine.some((meets) => meets(line)),
    picksEveryLine: wantedOfLine.length === 0 && unwantedOfLine.length === 0,
  };
}

function orderConditions({ channels, customerTags, tierIds }: Selection): Condition<OrderTraits>[] {
  return [
    ...oneOf(
      channels,
      (wanted) =>
        ({ source }: OrderTraits) =>
          source !== null && wanted.has(source),
    ),
    ...oneTagOf(customerTags, (order: OrderTraits) => order.customerTags),
    ...oneOf(
      tierIds,
      (wanted) =>
        ({ tierId }: OrderTraits) =>
          tierId !== null && wanted.has(tierId),
    ),
  ];
}

function lineConditions(selection: Selection): Condition<EarningLine>[] {
  const { tags, vendors, productIds, collectionIds, onSale } = selection;
  return [
    ...oneOf(
      productIds,
      (wanted) =>
        ({ productId }: EarningLine) =>
          productId !== null && wanted.has(productId),
    ),
    ...oneOf(
      vendors,
      (wanted) =>
        ({ vendor }: EarningLine) =>
          vendor !== null && wanted.has(vendor),
    ),
    ...oneOf(
      collectionIds,
      (wanted) => (line: EarningLine) => line.collectionIds?.some((id) => wanted.has(id)) ?? false,
    ),
    ...oneTagOf(tags, (line: EarningLine) => line.productTags),
    ...(onSale === undefined ? [] : [(line: EarningLine) => line.onSale === onSale]),
  ];
}

function oneOf<T>(
  list: readonly string[] | undefined,
  condition: (wanted: ReadonlySet<string>) => Condition<T>,
): Condition<T>[] {
  return list === undefined || list.length === 0 ? [] : [condition(new Set(list))];
}

function oneTagOf<T>(
  list: readonly string[] | undefined,
  tagsOf: (fact: T) => readonly string[] | null,
): Condition<T>[] {
  return oneOf(
    list?.map(foldCase),
    (wanted) => (fact) => tagsOf(fact)?.some((tag) => wanted.has(foldCase(tag))) ?? false,
  );
}
