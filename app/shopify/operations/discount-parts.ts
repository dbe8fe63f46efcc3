import { z } from "zod";

/** What several operations ask of a code discount, with the shape of the answer. */
export const DISCOUNT_FRAGMENT = `fragment DiscountParts on DiscountCodeNode {
  id
  codeDiscount {
    ... on DiscountCodeBasic {
      asyncUsageCount endsAt
      customerGets { value { ... on DiscountAmount { amount { amount } } } }
    }
    ... on DiscountCodeFreeShipping { asyncUsageCount endsAt }
  }
}`;

export const discountPartsSchema = z.object({
  id: z.string(),
  codeDiscount: z.object({
    asyncUsageCount: z.int(),
    endsAt: z.string().nullable(),
    /** Of a percentage the value is an empty object; free shipping has none. */
    customerGets: z
      .object({ value: z.object({ amount: z.object({ amount: z.string() }).optional() }) })
      .optional(),
  }),
});

export type DiscountParts = z.infer<typeof discountPartsSchema>;

export type DiscountInput = {
  readonly title: string;
  readonly code: string;
  readonly startsAt: string;
  readonly endsAt: string | null;
  /** null: as often as they like. */
  readonly usageLimit: number | null;
  readonly appliesOncePerCustomer: boolean;
  readonly context: { readonly customers: { readonly add: readonly string[] } };
  readonly combinesWith: {
    readonly orderDiscounts: boolean;
    readonly productDiscounts: boolean;
    readonly shippingDiscounts?: boolean;
  };
  readonly minimumRequirement: {
    readonly subtotal: { readonly greaterThanOrEqualToSubtotal: string };
  } | null;
};
