import { idOf } from "../../state/ids.ts";
import type { MarketingState } from "../../state/model/customer.ts";
import { createCustomer, updateCustomer, type CustomerInput } from "../../state/operations/customers.ts";
import type { TypeResolvers } from "../context.ts";

interface ApiCustomerInput {
  id?: string | null;
  email?: string | null;
  phone?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  locale?: string | null;
  note?: string | null;
  tags?: string[] | null;
  emailMarketingConsent?: { marketingState: string } | null;
}

function stateInput(input: ApiCustomerInput): CustomerInput {
  return {
    email: input.email,
    phone: input.phone,
    firstName: input.firstName,
    lastName: input.lastName,
    note: input.note,
    ...(input.locale ? { locale: input.locale } : {}),
    ...(input.tags ? { tags: input.tags } : {}),
    ...(input.emailMarketingConsent
      ? { emailMarketing: input.emailMarketingConsent.marketingState.toLowerCase() as MarketingState }
      : {}),
  };
}

/** Shopify names the field without the argument around it here. */
function userError(refusal: { field?: string[]; detail: string }) {
  return {
    customer: null,
    userErrors: [
      { field: refusal.field?.filter((part) => part !== "input") ?? null, message: refusal.detail },
    ],
  };
}

export const customerMutations: TypeResolvers = {
  customerCreate: (_, args: { input: ApiCustomerInput }, context) => {
    if (args.input.id) return userError({ field: ["id"], detail: "Cannot specify ID on creation" });
    const outcome = createCustomer(context.store, context.state, stateInput(args.input));
    return outcome.ok ? { customer: outcome.value, userErrors: [] } : userError(outcome);
  },
  customerUpdate: (_, args: { input: ApiCustomerInput }, context) => {
    const id = idOf("Customer", args.input.id);
    if (id === null) return userError({ field: ["id"], detail: "Customer does not exist" });
    const outcome = updateCustomer(context.store, context.state, { ...stateInput(args.input), id });
    if (outcome.ok) return { customer: outcome.value, userErrors: [] };
    return userError(
      outcome.code === "unknown" ? { field: ["id"], detail: "Customer does not exist" } : outcome,
    );
  },
};
