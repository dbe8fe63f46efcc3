import { Router } from "express";
import { z } from "zod";
import type { Store } from "../state/store.ts";
import { daysLater, moveClock } from "./clock.ts";
import { readBody, shopOf } from "./input.ts";
import { answering, Problem } from "./problem.ts";
import { settle, type Quiet } from "./settle.ts";

const clockSchema = z.object({
  now: z.iso
    .datetime({ offset: true, error: "is no instant; write for example 2026-07-01T12:00:00Z" })
    .optional(),
  advanceDays: z.number().optional(),
});
const chance = z.number().min(0).max(1).optional();
const faultsSchema = z.strictObject({
  duplicate: chance,
  drop: chance,
  delayMs: z.number().min(0).max(3_600_000).optional(),
  reorder: z.boolean().optional(),
  adminErrors: chance,
  adminAnswersLost: chance,
  throttle: z.boolean().optional(),
  seed: z.int().optional(),
});
const settleSchema = z.object({
  timeoutMs: z.number().min(0).default(120_000),
  reconcile: z.boolean().default(false),
});

/** `/clock`, `/faults`, `/settle`. */
export function timeRoutes(store: Store, quiet: Quiet): Router {
  const router = Router();
  let moving: Promise<unknown> = Promise.resolve();
  const clock = (): Record<string, unknown> => ({
    now: store.now().toISOString(),
    offsetMs: store.clockOffsetMs,
  });

  router.get(
    "/clock",
    answering(200, () => clock()),
  );
  router.post(
    "/clock",
    answering(200, async (request) => {
      const { now, advanceDays } = readBody(clockSchema, request);
      const { timeZone } = shopOf(store, request).shop;
      if ((now === undefined) === (advanceDays === undefined))
        throw new Problem(
          422,
          "invalid-input",
          "Give either now (an instant) or advanceDays (a whole number).",
        );
      if (advanceDays !== undefined && !Number.isSafeInteger(advanceDays))
        throw new Problem(422, "invalid-input", "advanceDays is a whole number of days.");
      const move = async (): Promise<Record<string, unknown>> => {
        const fromMs = store.now().getTime();
        const targetMs = now === undefined ? daysLater(fromMs, advanceDays ?? 0, timeZone) : Date.parse(now);
        if (targetMs < fromMs && (advanceDays === undefined || advanceDays < 0))
          throw new Problem(
            422,
            "clock-backwards",
            `The clock stands at ${store.now().toISOString()} and only moves forward.`,
          );
        await moveClock(store, quiet.app, targetMs);
        return clock();
      };
      const mine = moving.then(move, move);
      moving = mine.catch(() => undefined);
      return mine;
    }),
  );
  router.get(
    "/faults",
    answering(200, () => store.faults),
  );
  router.post(
    "/faults",
    answering(200, (request) => {
      store.setFaults(readBody(faultsSchema, request));
      return store.faults;
    }),
  );
  router.post(
    "/settle",
    answering(200, async (request, response) => {
      const pending = await settle(quiet, readBody(settleSchema, request));
      if (pending.length > 0) response.status(504).json({ pending });
      return { now: store.now().toISOString() };
    }),
  );
  return router;
}
