import { z } from "zod";

/** The payload of every job: which shop. What is due in it, the job finds in the database. */
export const shopData = z.object({ shopId: z.string().regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/) });
