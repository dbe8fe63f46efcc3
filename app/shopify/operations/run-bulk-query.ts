import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { bulkOperationSchema, BULK_OPERATION_FIELDS } from "./bulk-operation-fields.ts";

/** Starts a bulk operation. A lost answer is looked up among the shop's operations by the comment in the query. */
export const runBulkQuery = defineOperation<{ query: string }>()({
  name: "RunBulkQuery",
  text: `mutation RunBulkQuery($query: String!) {
  bulkOperationRunQuery(query: $query) {
    bulkOperation { ${BULK_OPERATION_FIELDS} }
    userErrors { code field message }
  }
}`,
  answer: z.object({
    bulkOperationRunQuery: z.object({
      bulkOperation: bulkOperationSchema.nullable(),
      userErrors: z.array(
        z.object({ code: z.string().nullable(), field: z.array(z.string()).nullable(), message: z.string() }),
      ),
    }),
  }),
  sending: "once",
});
