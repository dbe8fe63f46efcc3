import { z } from "zod";

/** app/scopes_update */
export const scopesUpdatePayloadSchema = z.object({ current: z.array(z.string()) });
