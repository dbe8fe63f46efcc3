import { Router } from "express";
import type { Request } from "express";
import type { Entities, EntityKind } from "#dev-store/state/model.ts";
import type { Order } from "#dev-store/state/model/order.ts";
import type { ShopState } from "#dev-store/state/shop-state.ts";
import type { Store } from "#dev-store/state/store.ts";
import { queryText } from "#dev-store/storefront/visit.ts";
import { customerName, customerRow, discountRow, orderRow, price, shopTime } from "./rows.ts";
import { adminText, sendAdminPage } from "./view.ts";
import type { AdminVisit, OnAdminPage } from "./view.ts";

const pageSize = 50;

/** Plain tables of what the store holds, newest first, each with a search and pages. */
export function listRoutes(store: Store, onPage: OnAdminPage): Router {
  const router = Router();

  router.get(
    "/admin/:shopHandle",
    onPage(async (visit, _request, response) => {
      const { state } = visit;
      const counts = (["order", "customer", "product", "discount"] as const).map((kind) => ({
        name: adminText(visit.locale, `nav.${kind}s`),
        url: `${visit.adminPath}/${kind}s`,
        count: state.all(kind).size.toLocaleString(visit.locale),
      }));
      const values = { counts, time_zone: state.shop.timeZone, now: store.nowInstant() };
      await sendAdminPage(store, response, visit, {
        template: "home",
        title: state.shop.name,
        section: "home",
        values,
      });
    }),
  );

  router.get(
    "/admin/:shopHandle/orders",
    onPage(async (visit, request, response) => {
      const list = listPage(request, visit.state, "order", (one) => `${one.name} ${one.email ?? ""}`);
      const values = {
        ...list,
        rows: list.found.map((order) => orderRow(visit, order)),
        products: productChoices(visit),
      };
      const title = adminText(visit.locale, "nav.orders");
      await sendAdminPage(store, response, visit, { template: "orders", title, section: "orders", values });
    }),
  );

  router.get(
    "/admin/:shopHandle/customers",
    onPage(async (visit, request, response) => {
      const list = listPage(
        request,
        visit.state,
        "customer",
        (one) => `${customerName(one)} ${one.email ?? ""}`,
      );
      const values = { ...list, rows: list.found.map((customer) => customerRow(store, visit, customer)) };
      const title = adminText(visit.locale, "nav.customers");
      await sendAdminPage(store, response, visit, {
        template: "customers",
        title,
        section: "customers",
        values,
      });
    }),
  );

  router.get(
    "/admin/:shopHandle/customers/:id",
    onPage(async (visit, request, response, next) => {
      const customer = visit.state.get("customer", request.params.id ?? "");
      if (!customer) return next();
      const orders: Order[] = visit.state.ordersOfCustomer(customer.id).reverse().slice(0, pageSize);
      const values = {
        customer: customerRow(store, visit, customer),
        rows: orders.map((order) => orderRow(visit, order)),
      };
      const title = customerName(customer);
      await sendAdminPage(store, response, visit, {
        template: "customer",
        title,
        section: "customers",
        values,
      });
    }),
  );

  router.get(
    "/admin/:shopHandle/products",
    onPage(async (visit, request, response) => {
      const { state, locale } = visit;
      const list = listPage(request, state, "product", (one) => `${one.title} ${one.vendor}`);
      const rows = list.found.map((product) => ({
        title: product.title,
        url: `/products/${product.handle}?shop=${state.shop.domain}`,
        vendor: product.vendor,
        status: adminText(locale, `products.${product.status}`),
        price: product.variants.map((one) => price(one.priceMinor, state.shop.currency, locale)).join(", "),
        tags: product.tags.join(", "),
      }));
      const title = adminText(locale, "nav.products");
      await sendAdminPage(store, response, visit, {
        template: "products",
        title,
        section: "products",
        values: { ...list, rows },
      });
    }),
  );

  router.get(
    "/admin/:shopHandle/discounts",
    onPage(async (visit, request, response) => {
      const names = (one: Entities["discount"]) =>
        [one.title, ...one.codes.map(({ code }) => code)].join(" ");
      const list = listPage(request, visit.state, "discount", names);
      const values = { ...list, rows: list.found.map((discount) => discountRow(store, visit, discount)) };
      const title = adminText(visit.locale, "nav.discounts");
      await sendAdminPage(store, response, visit, {
        template: "discounts",
        title,
        section: "discounts",
        values,
      });
    }),
  );

  router.get(
    "/admin/:shopHandle/outbox",
    onPage(async (visit, request, response) => {
      const { state, locale } = visit;
      const list = listPage(request, state, "mail", (one) => `${one.to} ${one.subject}`);
      const rows = list.found.map((mail) => ({ ...mail, at: shopTime(state, mail.at, locale) }));
      const title = adminText(locale, "nav.outbox");
      const values = { ...list, rows };
      await sendAdminPage(store, response, visit, { template: "outbox", title, section: "outbox", values });
    }),
  );

  return router;
}

/** One page of a kind's entities, newest first, whose text holds the searched words. */
function listPage<K extends EntityKind>(
  request: Request,
  state: ShopState,
  kind: K,
  text: (one: Entities[K]) => string,
) {
  const query = queryText(request, "q") ?? "";
  const page = Math.max(1, Number(queryText(request, "page") ?? 1) || 1);
  const wanted = query.trim().toLowerCase();
  const all = [...state.all(kind).values()].reverse();
  const matching = wanted === "" ? all : all.filter((one) => text(one).toLowerCase().includes(wanted));
  const address = (to: number) =>
    `?${new URLSearchParams({ ...(query ? { q: query } : {}), page: String(to) })}`;
  return {
    query,
    total: matching.length,
    found: matching.slice((page - 1) * pageSize, page * pageSize),
    previous_url: page > 1 ? address(page - 1) : null,
    next_url: page * pageSize < matching.length ? address(page + 1) : null,
  };
}

function productChoices({ state, locale }: AdminVisit) {
  const active = [...state.all("product").values()]
    .filter((product) => product.status === "active")
    .slice(0, 100);
  return active.flatMap((product) =>
    product.variants.map((variant) => ({
      id: variant.id,
      title: product.variants.length > 1 ? `${product.title} – ${variant.title}` : product.title,
      price: price(variant.priceMinor, state.shop.currency, locale),
    })),
  );
}
