import { Router } from "express";
import type { Collection, Product } from "#dev-store/state/model/catalogue.ts";
import type { ShopState } from "#dev-store/state/shop-state.ts";
import { productObject } from "./liquid/objects.ts";
import type { Theme } from "./theme.ts";
import { queryText } from "./visit.ts";
import type { Visit } from "./visit.ts";
import type { OnPage } from "./router.ts";

const featuredCount = 8;
const pageSize = 24;

/** Home, collections and products. */
export function catalogRoutes(theme: Theme, onPage: OnPage): Router {
  const router = Router();

  router.get(
    "/",
    onPage(async (visit, _request, response) => {
      const products = [...sold(visit.state)].slice(0, featuredCount);
      await theme.send(response, visit, {
        template: "home",
        title: visit.state.shop.name,
        type: "index",
        values: { products: products.map((product) => productObject(visit.state, product)) },
      });
    }),
  );

  router.get(
    "/collections",
    onPage(async (visit, _request, response) => {
      const collections = [...visit.state.all("collection").values()];
      await theme.send(response, visit, {
        template: "collections",
        title: theme.text(visit, "collections.title"),
        type: "list-collections",
        values: {
          all_count: sold(visit.state).length,
          collections: collections.map((collection) => ({
            title: collection.title,
            url: `/collections/${collection.handle}`,
            products_count: productsOf(visit.state, collection).length,
          })),
        },
      });
    }),
  );

  router.get(
    "/collections/:handle",
    onPage(async (visit, request, response, next) => {
      const collection = findCollection(theme, visit, request.params.handle ?? "");
      if (!collection) return next();
      const page = Math.max(1, Number(queryText(request, "page") ?? 1) || 1);
      const shown = collection.products.slice((page - 1) * pageSize, page * pageSize);
      await theme.send(response, visit, {
        template: "collection",
        title: collection.title,
        type: "collection",
        values: {
          collection: {
            title: collection.title,
            description: collection.descriptionHtml,
            products: shown.map((product) => productObject(visit.state, product)),
          },
          previous_page_url: page > 1 ? `${request.path}?page=${page - 1}` : null,
          next_page_url:
            page * pageSize < collection.products.length ? `${request.path}?page=${page + 1}` : null,
        },
      });
    }),
  );

  router.get(
    "/products/:handle",
    onPage(async (visit, request, response, next) => {
      const found = sold(visit.state).find((product) => product.handle === request.params.handle);
      if (!found) return next();
      const product = productObject(visit.state, found, queryText(request, "variant") ?? undefined);
      await theme.send(response, visit, {
        template: "product",
        title: found.title,
        type: "product",
        globals: { product },
      });
    }),
  );

  router.get(
    "/product-images/:file",
    onPage(async (visit, request, response, next) => {
      const product = visit.state.get("product", (request.params.file ?? "").replace(/\.svg$/, ""));
      if (!product?.imageSvg) return next();
      response
        .type("svg")
        .set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        .send(product.imageSvg);
    }),
  );

  return router;
}

/** What shoppers see: active products with a price. */
function sold(state: ShopState): Product[] {
  return [...state.all("product").values()].filter(
    (one) => one.status === "active" && one.variants.length > 0,
  );
}

function productsOf(state: ShopState, collection: Collection): Product[] {
  return collection.productIds.flatMap((id) => {
    const product = state.get("product", id);
    return product?.status === "active" && product.variants.length > 0 ? [product] : [];
  });
}

function findCollection(theme: Theme, visit: Visit, handle: string) {
  const { state } = visit;
  if (handle === "all") {
    return { title: theme.text(visit, "collections.all"), descriptionHtml: "", products: sold(state) };
  }
  const found = [...state.all("collection").values()].find((one) => one.handle === handle);
  return found ? { ...found, products: productsOf(state, found) } : null;
}
