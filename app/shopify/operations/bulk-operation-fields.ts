import { z } from "zod";

/** What the import reads of a bulk operation, wherever it is asked for. Counts are `UnsignedInt64`: decimal strings. */
export const BULK_OPERATION_FIELDS = "id status errorCode objectCount rootObjectCount url query";

const countSchema = z.union([z.string().regex(/^\d+$/), z.number().int()]).transform(Number);

export const bulkOperationSchema = z.object({
  id: z.string(),
  status: z.string(),
  errorCode: z.string().nullable(),
  objectCount: countSchema,
  rootObjectCount: countSchema,
  url: z.string().nullable(),
  query: z.string(),
});

export type BulkOperationParts = z.infer<typeof bulkOperationSchema>;
