import { Router } from "express";
import { z } from "zod";
import { gid, idOf } from "../state/ids.ts";
import { formatMoney } from "../state/money.ts";
import { creditStoreCredit, storeCreditAccountOf, withoutExpiredCredit } from "../state/operations/credit.ts";
import {
  createCustomer,
  deleteCustomer,
  mergeCustomers,
  updateCustomer,
} from "../state/operations/customers.ts";
import { redactCustomer, tellPrivacy } from "../state/operations/privacy.ts";
import type { ShopState } from "../state/shop-state.ts";
import type { Store } from "../state/store.ts";
import { idSchema, instantSchema, moneySchema, pathId, readBody, shopOf } from "./input.ts";
import { accept, answering, Problem, unknown } from "./problem.ts";

const customerFields = {
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  phone: z.string().nullish(),
  note: z.string().nullish(),
  tags: z.array(z.string()).optional(),
  acceptsMarketing: z.boolean().optional(),
  locale: z.string().optional(),
};
const newCustomerSchema = z.object({
  email: z.string(),
  ...customerFields,
  createdAt: instantSchema.optional(),
});
const changedCustomerSchema = z.object({ email: z.string().nullish(), ...customerFields });
const mergeSchema = z.object({ into: idSchema("Customer"), fail: z.boolean().optional() });
const privacySchema = z.object({
  topic: z.enum(["customers/data_request", "customers/redact", "shop/redact"]),
  customerId: idSchema("Customer").optional(),
});

const creditSchema = (currency: string) =>
  z.object({ amount: moneySchema(currency, 1n), expiresAt: instantSchema.nullish() });

function storeCreditOf(store: Store, state: ShopState, customerId: string): string {
  const { currency } = state.shop;
  const account = storeCreditAccountOf(state, customerId, currency);
  return formatMoney(account ? withoutExpiredCredit(store, account).balanceMinor : 0n, currency);
}

/** `/customers…` and `/privacy`. */
export function customerRoutes(store: Store): Router {
  const router = Router();
  router.post(
    "/customers",
    answering(201, (request) => {
      const customer = accept(
        createCustomer(store, shopOf(store, request), readBody(newCustomerSchema, request)),
      );
      return { id: gid("Customer", customer.id) };
    }),
  );
  router.get(
    "/customers/:n",
    answering(200, (request) => {
      const state = shopOf(store, request);
      const customer = state.get("customer", pathId(request, "Customer"));
      if (!customer) throw unknown(`There is no customer ${request.params.n} in ${state.shop.domain}.`);
      const id = gid("Customer", customer.id);
      return {
        id,
        email: customer.email,
        firstName: customer.firstName,
        lastName: customer.lastName,
        phone: customer.phone,
        tags: customer.tags,
        metafields: state
          .metafieldsOf(id)
          .map(({ namespace, key, type, value }) => ({ namespace, key, type, value })),
        storeCredit: storeCreditOf(store, state, customer.id),
        orders: state.ordersOfCustomer(customer.id).length,
      };
    }),
  );
  router.patch(
    "/customers/:n",
    answering(200, (request) => {
      const body = readBody(changedCustomerSchema, request);
      const id = pathId(request, "Customer");
      return {
        id: gid("Customer", accept(updateCustomer(store, shopOf(store, request), { ...body, id })).id),
      };
    }),
  );
  router.delete(
    "/customers/:n",
    answering(200, (request) => {
      const id = pathId(request, "Customer");
      accept(deleteCustomer(store, shopOf(store, request), { id, evenWithOrders: true }));
      return { id: gid("Customer", id) };
    }),
  );
  router.post(
    "/customers/:n/merge",
    answering(201, (request) => {
      const { into, fail } = readBody(mergeSchema, request);
      const state = shopOf(store, request);
      const deletedId = pathId(request, "Customer");
      if (state.get("customer", deletedId) && !state.get("customer", into))
        throw new Problem(422, "unknown-customer", `There is no customer ${into} to merge into.`);
      const merge = accept(mergeCustomers(store, state, { deletedId, keptId: into, fail }));
      return { id: gid("Customer", merge.keptCustomerId), status: merge.status };
    }),
  );
  router.post(
    "/customers/:n/store-credit",
    answering(201, (request) => {
      const state = shopOf(store, request);
      const { currency } = state.shop;
      const { amount, expiresAt } = readBody(creditSchema(currency), request);
      const customerId = pathId(request, "Customer");
      accept(creditStoreCredit(store, state, { customerId, amountMinor: amount, currency, expiresAt }));
      return { id: gid("Customer", customerId), storeCredit: storeCreditOf(store, state, customerId) };
    }),
  );
  router.post(
    "/privacy",
    answering(201, (request) => {
      const { topic, customerId } = readBody(privacySchema, request);
      const state = shopOf(store, request);
      if (topic !== "shop/redact" && customerId === undefined)
        throw new Problem(422, "customer-required", `${topic} names a customer: add customerId.`);
      tellPrivacy(store, state, { topic, customerId: customerId ?? null });
      if (topic === "customers/redact" && customerId !== undefined)
        redactCustomer(store, state, { id: customerId });
      return {
        topic,
        customerId: customerId === undefined ? null : gid("Customer", idOf("Customer", customerId) ?? ""),
      };
    }),
  );
  return router;
}
