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
    automaticDiscountNode: null,
    deletedCodeDiscountId: null,
    deletedAutomaticDiscountId: null,
    userErrors: [{ field, code, message, extraInfo: null }],
  };
}

const CODES: Readonly<Record<string, string>> = {
  taken: "TAKEN",
  blank: "BLANK",
  unknown: "INVALID",
  "too-many": "EXCEEDED_MAX",
};

/** `argument` is the mutation's own argument, under which Shopify names the field. */
function save(
  kind: DiscountKind,
  argument: string,
  input: ApiDiscountInput,
  before: Discount | null,
  context: ApiContext,
  how: { automatic: boolean } = { automatic: false },
) {
  try {
    const outcome = saveDiscount(
      context.store,
      context.state,
      parseDiscountInput(kind, input, before, context, how),
    );
    if (outcome.ok)
      return { codeDiscountNode: outcome.value, automaticDiscountNode: outcome.value, userErrors: [] };
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

function findAutomatic(context: ApiContext, value: string): Discount | null {
  const id = idOf("DiscountAutomaticNode", value);
  const found = id === null ? null : context.state.get("discount", id);
  return found?.automatic ? found : null;
}

const AUTOMATIC = { automatic: true };
const notFound = () => refused(["id"], "INVALID", "Code discount does not exist.");

const noAutomatic = () => refused(["id"], "INVALID", "Automatic discount does not exist.");

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
  discountAutomaticFreeShippingCreate: (_, args, context) =>
    save(
      "free-shipping",
      "freeShippingAutomaticDiscount",
      args.freeShippingAutomaticDiscount,
      null,
      context,
      AUTOMATIC,
    ),
  discountAutomaticFreeShippingUpdate: (_, args, context) => {
    const before = findAutomatic(context, args.id);
    if (before?.value.kind !== "free-shipping") return noAutomatic();
    const input = args.freeShippingAutomaticDiscount;
    return save("free-shipping", "freeShippingAutomaticDiscount", input, before, context, AUTOMATIC);
  },
  discountAutomaticDelete: (_, args, context) => {
    const before = findAutomatic(context, args.id);
    if (!before) return noAutomatic();
    const outcome = deleteDiscount(context.store, context.state, { id: before.id });
    if (!outcome.ok) return refused(["id"], "INVALID", outcome.detail);
    return { deletedAutomaticDiscountId: args.id, userErrors: [] };
  },
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
