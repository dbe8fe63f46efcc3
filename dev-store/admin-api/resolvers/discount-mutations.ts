import { gid, idOf } from "../../state/ids.ts";
import type { Discount } from "../../state/model/discount.ts";
import { deleteDiscount, saveDiscount } from "../../state/operations/discounts.ts";
import { toInstant } from "../../state/store.ts";
import type { ApiContext, TypeResolvers } from "../context.ts";
import { DiscountRefusal } from "./discount-input-parts.ts";
import { parseDiscountInput, type ApiDiscountInput, type DiscountKind } from "./discount-input.ts";

function refused(field: string[], code: string, message: string) {
  return {
    codeDiscountNode: null,
    deletedCodeDiscountId: null,
    userErrors: [{ field, code, message, extraInfo: null }],
  };
}

const CODES: Readonly<Record<string, string>> = { taken: "TAKEN", blank: "BLANK", unknown: "INVALID" };

/** `argument` is the mutation's own argument, under which Shopify names the field. */
function save(
  kind: DiscountKind,
  argument: string,
  input: ApiDiscountInput,
  before: Discount | null,
  context: ApiContext,
) {
  try {
    const outcome = saveDiscount(
      context.store,
      context.state,
      parseDiscountInput(kind, input, before, context),
    );
    if (outcome.ok) return { codeDiscountNode: outcome.value, userErrors: [] };
    return refused([argument, ...(outcome.field ?? [])], CODES[outcome.code] ?? "INVALID", outcome.detail);
  } catch (error) {
    if (error instanceof DiscountRefusal)
      return refused([argument, ...error.field], error.code, error.message);
    throw error;
  }
}

function find(context: ApiContext, value: string): Discount | null {
  const id = idOf("DiscountCodeNode", value);
  const found = id === null ? null : context.state.get("discount", id);
  return found && !found.automatic ? found : null;
}

const notFound = () => refused(["id"], "INVALID", "Code discount does not exist.");

export const discountMutations: TypeResolvers = {
  discountCodeBasicCreate: (_, args, context) =>
    save("basic", "basicCodeDiscount", args.basicCodeDiscount, null, context),
  discountCodeBasicUpdate: (_, args, context) => {
    const before = find(context, args.id);
    const isBasic = before && (before.value.kind === "amount-off" || before.value.kind === "percentage-off");
    return isBasic ? save("basic", "basicCodeDiscount", args.basicCodeDiscount, before, context) : notFound();
  },
  discountCodeFreeShippingCreate: (_, args, context) =>
    save("free-shipping", "freeShippingCodeDiscount", args.freeShippingCodeDiscount, null, context),
  discountCodeBxgyCreate: (_, args, context) =>
    save("bxgy", "bxgyCodeDiscount", args.bxgyCodeDiscount, null, context),
  discountCodeDeactivate: (_, args, context) => {
    const before = find(context, args.id);
    if (!before) return notFound();
    const now = toInstant(context.store.now());
    const outcome = saveDiscount(context.store, context.state, {
      ...before,
      codes: before.codes.map((one) => one.code),
      endsAt: before.endsAt !== null && before.endsAt <= now ? before.endsAt : now,
    });
    return outcome.ok
      ? { codeDiscountNode: outcome.value, userErrors: [] }
      : refused(["id"], "INVALID", outcome.detail);
  },
  discountCodeDelete: (_, args, context) => {
    const before = find(context, args.id);
    if (!before) return notFound();
    const outcome = deleteDiscount(context.store, context.state, { id: before.id });
    if (!outcome.ok) return refused(["id"], "INVALID", outcome.detail);
    return { deletedCodeDiscountId: gid("DiscountCodeNode", before.id), userErrors: [] };
  },
};
