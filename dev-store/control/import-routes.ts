import { Router, type Request } from "express";
import { importOrders } from "../order-csv/import-orders.ts";
import { readOrderCsv } from "../order-csv/read-orders.ts";
import { UnreadableOrderCsv } from "../order-csv/read-rows.ts";
import type { Store } from "../state/store.ts";
import { shopOf } from "./input.ts";
import { answering, Problem } from "./problem.ts";

async function read(request: Request, currency: string): Promise<Awaited<ReturnType<typeof readOrderCsv>>> {
  try {
    return await readOrderCsv(request, currency);
  } catch (error) {
    if (error instanceof UnreadableOrderCsv) throw new Problem(422, "unreadable-csv", error.message);
    throw error;
  }
}

/** `POST /orders/import?deliver=webhooks|silent`: an order export as body, plain or gzipped. Nothing is kept of a file with errors. */
export function importRoutes(store: Store): Router {
  const router = Router();
  router.post(
    "/orders/import",
    answering(202, async (request) => {
      const state = shopOf(store, request);
      const deliver = request.query.deliver ?? "webhooks";
      if (deliver !== "webhooks" && deliver !== "silent")
        throw new Problem(422, "invalid-deliver", "deliver is webhooks or silent.");
      const { orders, errors, errorCount } = await read(request, state.shop.currency);
      if (errorCount > 0)
        throw new Problem(
          422,
          "invalid-rows",
          `${errorCount} cells of the file are wrong; the first: row ${errors[0]?.row}, ${errors[0]?.column}: ${errors[0]?.detail} Nothing was imported.`,
          errors.map((one) => ({
            pointer: `/${one.row}/${one.column}`,
            code: "invalid-row",
            detail: `row ${one.row}, ${one.column}: ${one.detail}`,
          })),
        );
      await importOrders(store, state, orders, {
        deliver: deliver === "webhooks",
        updatedAt: store.nowInstant(),
      });
      return { orders: orders.length };
    }),
  );
  return router;
}
