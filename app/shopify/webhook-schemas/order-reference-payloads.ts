import { z } from "zod";
import { restIdSchema } from "../rest-id.ts";

/** Topics that only say which order changed. */

/** orders/edited */
export const orderEditPayloadSchema = z.object({ order_edit: z.object({ order_id: restIdSchema }) });

/** refunds/create */
export const refundReferenceSchema = z.object({ order_id: restIdSchema });

/** orders/delete */
export const deletedOrderPayloadSchema = z.object({ id: restIdSchema });
