import { Router } from "express";
import { z } from "zod";
import { gid } from "../state/ids.ts";
import type { Discount, DiscountCode, DiscountValue } from "../state/model/discount.ts";
import { formatMoney } from "../state/money.ts";
import { deleteDiscount, discountStatus, removeCodes, saveDiscount } from "../state/operations/discounts.ts";
import type { ShopState } from "../state/shop-state.ts";
import type { Store } from "../state/store.ts";
import { idSchema, instantSchema, moneySchema, pageOf, readBody, shopOf } from "./input.ts";
import { accept, answering, Problem, unknown } from "./problem.ts";

function percent(fraction: number): string {
  return String(Math.round(fraction * 1e6) / 1e4);
}

function kindAndValue(value: DiscountValue, currency: string): { kind: string; value: string | null } {
  if (value.kind === "amount-off")
    return { kind: value.kind, value: formatMoney(value.amountMinor, currency) };
  if (value.kind === "percentage-off") return { kind: value.kind, value: percent(value.percentage) };
  if (value.kind === "free-shipping") return { kind: value.kind, value: null };
  const { effect } = value.gets;
  if (effect.kind === "amount")
    return { kind: "buy-x-get-y", value: formatMoney(effect.amountMinor, currency) };
  return { kind: effect.percentage >= 1 ? "free-product" : "buy-x-get-y", value: percent(effect.percentage) };
}

function discountAnswer(
  store: Store,
  state: ShopState,
  discount: Discount,
  code: DiscountCode,
): Record<string, unknown> {
  const { currency } = state.shop;
  const { minimum } = discount;
  return {
    id: gid("DiscountCodeNode", discount.id),
    code: code.code,
    title: discount.title,
    ...kindAndValue(discount.value, currency),
    class: discount.discountClass,
    customers: discount.customerIds?.map((id) => gid("Customer", id)) ?? null,
    usageLimit: discount.usageLimit,
    appliesOncePerCustomer: discount.appliesOncePerCustomer,
    used: code.usedCount,
    minimumSubtotal: minimum.kind === "subtotal" ? formatMoney(minimum.amountMinor, currency) : null,
    startsAt: discount.startsAt,
    endsAt: discount.endsAt,
    status: discountStatus(discount, store.nowInstant()),
    combinesWith: discount.combinesWith,
  };
}

function newDiscountSchema(currency: string) {
  return z.object({
    code: z.string().min(1),
    kind: z.enum(["amount-off", "percentage-off", "free-shipping"]).default("amount-off"),
    /** An amount, or a percentage from 0 to 100. */
    value: z.string().default("0"),
    minimumSubtotal: moneySchema(currency).nullish(),
    customers: z.array(idSchema("Customer")).nullish(),
    productIds: z.array(idSchema("Product")).default([]),
    usageLimit: z.int().min(1).nullish(),
    startsAt: instantSchema.optional(),
    endsAt: instantSchema.nullish(),
    combinesWith: z
      .object({
        orderDiscounts: z.boolean().default(false),
        productDiscounts: z.boolean().default(false),
        shippingDiscounts: z.boolean().default(false),
      })
      .default({ orderDiscounts: false, productDiscounts: false, shippingDiscounts: false }),
  });
}

function valueOf(kind: string, value: string, currency: string): DiscountValue {
  if (kind === "free-shipping") return { kind, maximumShippingPriceMinor: null };
  const wrong = (what: string): Problem => new Problem(422, "invalid-value", `"${value}" is no ${what}.`);
  if (kind === "percentage-off") {
    const percentage = z.coerce.number().min(0).max(100).safeParse(value);
    if (!percentage.success) throw wrong("percentage from 0 to 100");
    return { kind, percentage: percentage.data / 100 };
  }
  const amount = moneySchema(currency, 1n).safeParse(value);
  if (!amount.success) throw wrong(`amount in ${currency} above 0`);
  return { kind: "amount-off", amountMinor: amount.data, appliesOnEachItem: false };
}

/** `/discounts…`: what the merchant sees and does; the app makes its own through the API. */
export function discountRoutes(store: Store): Router {
  const router = Router();
  router.get(
    "/discounts",
    answering(200, (request) => {
      const state = shopOf(store, request);
      const wanted = typeof request.query.code === "string" ? request.query.code.trim().toLowerCase() : null;
      const found = wanted === null ? [...state.all("discount").values()] : [state.discountByCode(wanted)];
      const rows = found.flatMap((discount) =>
        (discount?.codes ?? [])
          .filter((code) => wanted === null || code.code.toLowerCase() === wanted)
          .map((code) => ({ discount, code })),
      );
      const page = pageOf(request, rows);
      return {
        ...page,
        items: page.items.flatMap(({ discount, code }) =>
          discount ? [discountAnswer(store, state, discount, code)] : [],
        ),
      };
    }),
  );
  router.post(
    "/discounts",
    answering(201, (request) => {
      const state = shopOf(store, request);
      const { currency } = state.shop;
      const body = readBody(newDiscountSchema(currency), request);
      const discount = accept(
        saveDiscount(store, state, {
          automatic: false,
          title: body.code,
          codes: [body.code],
          value: valueOf(body.kind, body.value, currency),
          discountClass:
            body.kind === "free-shipping" ? "shipping" : body.productIds.length > 0 ? "product" : "order",
          items: {
            all: body.productIds.length === 0,
            productIds: body.productIds,
            variantIds: [],
            collectionIds: [],
          },
          customerIds: body.customers ?? null,
          minimum:
            body.minimumSubtotal == null
              ? { kind: "none" }
              : { kind: "subtotal", amountMinor: body.minimumSubtotal },
          usageLimit: body.usageLimit ?? null,
          appliesOncePerCustomer: false,
          combinesWith: body.combinesWith,
          startsAt: body.startsAt ?? store.nowInstant(),
          endsAt: body.endsAt ?? null,
          createdByApp: false,
        }),
      );
      return { id: gid("DiscountCodeNode", discount.id), code: body.code };
    }),
  );
  router.delete(
    "/discounts/:code",
    answering(200, (request) => {
      const state = shopOf(store, request);
      const wanted = request.params.code ?? "";
      const discount = state.discountByCode(wanted);
      const code = discount?.codes.find((one) => one.code.toLowerCase() === wanted.trim().toLowerCase());
      if (!discount || !code) throw unknown(`There is no discount code "${wanted}" in ${state.shop.domain}.`);
      if (discount.codes.length === 1) accept(deleteDiscount(store, state, { id: discount.id }));
      else accept(removeCodes(store, state, { id: discount.id, codeIds: [code.id] }));
      return { code: code.code };
    }),
  );
  return router;
}
