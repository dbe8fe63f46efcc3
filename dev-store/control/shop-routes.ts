import { Router } from "express";
import { z } from "zod";
import type { AppConfig } from "../config.ts";
import type { AppClient } from "../app-under-test/app-client.ts";
import { installAndOpen } from "../app-under-test/opener.ts";
import { gid } from "../state/ids.ts";
import type { Mail } from "../state/model/app.ts";
import { putCollection } from "../state/operations/catalogue.ts";
import { createShop } from "../state/operations/shops.ts";
import type { Store } from "../state/store.ts";
import { idSchema, pageOf, readBody, shopOf } from "./input.ts";
import { accept, answering } from "./problem.ts";

const shopSchema = z.object({
  name: z.string().trim().min(1, "is blank; give the shop a name").max(60),
  timeZone: z.string().optional(),
  currency: z.string().optional(),
  withhold: z.array(z.string()).default([]),
});
const collectionSchema = z.object({
  title: z.string().min(1),
  productIds: z.array(idSchema("Product")).default([]),
});
const mailSchema = z.object({
  to: z.string(),
  subject: z.string().default(""),
  text: z.string().default(""),
  html: z.string().default(""),
  template: z.string().nullish(),
});

/** `/state`, `/shops`, `/collections`, `/outbox`. */
export function shopRoutes(store: Store, config: () => AppConfig, app: AppClient): Router {
  const router = Router();
  router.get(
    "/state",
    answering(200, (request) => {
      const state = shopOf(store, request);
      return {
        shop: state.shop.domain,
        now: store.now().toISOString(),
        timeZone: state.shop.timeZone,
        currency: state.shop.currency,
        orders: state.all("order").size,
        customers: state.all("customer").size,
        installed: state.installation?.installed ?? false,
        scopes: state.installation?.grantedScopes ?? [],
        shops: store.shops.map((one) => one.shop.domain),
      };
    }),
  );
  router.post(
    "/shops",
    answering(201, async (request) => {
      const body = readBody(shopSchema, request);
      const like = store.shop(store.config.demoShop)?.shop;
      const state = accept(
        createShop(store, {
          name: body.name,
          timeZone: body.timeZone ?? like?.timeZone ?? "America/New_York",
          currency: body.currency ?? like?.currency ?? "USD",
          withhold: body.withhold,
        }),
      );
      await installAndOpen(store, state, config(), app);
      return {
        shop: state.shop.domain,
        apiToken: await app.createApiToken(state.shop.domain, "Dev store control"),
      };
    }),
  );
  router.post(
    "/collections",
    answering(201, (request) => {
      const { title, productIds } = readBody(collectionSchema, request);
      const handle = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
      const collection = putCollection(store, shopOf(store, request), {
        title,
        handle,
        descriptionHtml: "",
        productIds,
      });
      return { id: gid("Collection", collection.id) };
    }),
  );
  router.post(
    "/outbox",
    answering(201, (request) => {
      const body = readBody(mailSchema, request);
      const state = shopOf(store, request);
      const mail: Mail = {
        ...body,
        template: body.template ?? null,
        id: store.newId(),
        at: store.nowInstant(),
      };
      store.write(state, (change) => change.put("mail", mail));
      return { id: mail.id };
    }),
  );
  router.get(
    "/outbox",
    answering(200, (request) => {
      const to = typeof request.query.to === "string" ? request.query.to.trim().toLowerCase() : null;
      const mails = [...shopOf(store, request).all("mail").values()].filter(
        (mail) => to === null || mail.to.toLowerCase().includes(to),
      );
      return pageOf(request, mails);
    }),
  );
  return router;
}
