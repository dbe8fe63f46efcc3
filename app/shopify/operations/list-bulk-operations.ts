import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { bulkOperationSchema, BULK_OPERATION_FIELDS } from "./bulk-operation-fields.ts";

/** The newest bulk operations of the shop: among them the one that a killed import has started. */
export const listBulkOperations = defineOperation<{ first: number }>()({
  name: "ListBulkOperations",
  text: `query ListBulkOperations($first: Int!) {
  bulkOperations(first: $first, sortKey: CREATED_AT, reverse: true) { nodes { ${BULK_OPERATION_FIELDS} } }
}`,
  answer: z.object({ bulkOperations: z.object({ nodes: z.array(bulkOperationSchema) }) }),
  sending: "repeatable",
});
