import { z } from "zod";
import { defineOperation } from "../operation.ts";

/** The address under which the shop's customers and we reach the shop. */
export const shopContact = defineOperation<Record<string, never>>()({
  name: "ShopContact",
  sending: "repeatable",
  text: /* GraphQL */ `
    query ShopContact {
      shop {
        contactEmail
      }
    }
  `,
  answer: z.object({ shop: z.object({ contactEmail: z.string() }) }),
});
