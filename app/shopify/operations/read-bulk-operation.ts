import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { bulkOperationSchema, BULK_OPERATION_FIELDS } from "./bulk-operation-fields.ts";

/** How far one bulk operation has come. */
export const readBulkOperation = defineOperation<{ id: string }>()({
  name: "ReadBulkOperation",
  text: `query ReadBulkOperation($id: ID!) { bulkOperation(id: $id) { ${BULK_OPERATION_FIELDS} } }`,
  answer: z.object({ bulkOperation: bulkOperationSchema.nullable() }),
  sending: "repeatable",
});
