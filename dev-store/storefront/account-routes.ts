import { Router } from "express";
import type { Customer } from "#dev-store/state/model/customer.ts";
import { orderTotals } from "#dev-store/state/operations/totals.ts";
import type { ShopState } from "#dev-store/state/shop-state.ts";
import type { Store } from "#dev-store/state/store.ts";
import { customerCookie, loginCookies, setCookie } from "./cookies.ts";
import { orderRowObject } from "./liquid/objects.ts";
import { liquidPrice } from "./liquid/prices.ts";
import { orderStatusUrl } from "./order-routes.ts";
import type { OnPage } from "./router.ts";
import { spendableCreditMinor } from "./store-credit.ts";
import type { Theme } from "./theme.ts";
import { formText, queryText } from "./visit.ts";

const peopleShown = 48;
const ordersShown = 50;

/** Login without a password, by choosing who one is; the account with its orders. */
export function accountRoutes(store: Store, theme: Theme, onPage: OnPage): Router {
  const router = Router();

  router.get(
    "/account/login",
    onPage(async (visit, request, response) => {
      const query = queryText(request, "q") ?? "";
      const found = findPeople(visit.state, query, peopleShown + 1);
      await theme.send(response, visit, {
        template: "login",
        title: theme.text(visit, "login.title"),
        type: "customers/login",
        values: {
          query,
          more: found.length > peopleShown,
          people: found
            .slice(0, peopleShown)
            .map((one) => ({ id: one.id, email: one.email, name: nameOf(one) })),
        },
      });
    }),
  );

  router.post(
    "/account/login",
    onPage(async (visit, request, response, next) => {
      const customer = visit.state.get("customer", formText(request, "customer"));
      if (!customer) return next();
      const shop = visit.state.shop.domain;
      response.append("Set-Cookie", loginCookies(store.config.apiSecret, { shop, customerId: customer.id }));
      response.redirect(303, "/account");
    }),
  );

  router.post(
    "/account/logout",
    onPage(async (_visit, _request, response) => {
      response.append("Set-Cookie", setCookie(customerCookie, "", { httpOnly: true }));
      response.redirect(303, "/");
    }),
  );

  router.get(
    "/account",
    onPage(async (visit, _request, response) => {
      const { state, customer, locale } = visit;
      if (!customer) return response.redirect(303, "/account/login");
      const { currency } = state.shop;
      const orders = state
        .ordersOfCustomer(customer.id)
        .sort((a, b) => (a.processedAt < b.processedAt ? 1 : -1))
        .slice(0, ordersShown);
      await theme.send(response, visit, {
        template: "account",
        title: theme.text(visit, "account.title"),
        type: "account",
        values: {
          store_credit: liquidPrice(spendableCreditMinor(store, state, customer), currency),
          orders: orders.map((order) =>
            orderRowObject(
              state,
              order,
              orderTotals(order).currentTotalMinor,
              orderStatusUrl(store, state, order),
              locale,
            ),
          ),
        },
      });
    }),
  );

  return router;
}

/** Customers whose e-mail or name contains the words, in the order in which they came to the store. */
function findPeople(state: ShopState, query: string, limit: number): Customer[] {
  const wanted = query.trim().toLowerCase();
  const found: Customer[] = [];
  for (const customer of state.all("customer").values()) {
    if (found.length === limit) break;
    if (`${customer.email ?? ""} ${nameOf(customer)}`.toLowerCase().includes(wanted)) found.push(customer);
  }
  return found;
}

function nameOf(customer: Customer): string {
  return [customer.firstName, customer.lastName].filter(Boolean).join(" ");
}
