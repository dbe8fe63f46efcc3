import type { AppConfig } from "../config.ts";
import type { Store } from "../state/store.ts";
import type { ShopState } from "../state/shop-state.ts";
import type { Access } from "./access.ts";
import type { BulkRunner } from "./bulk/runner.ts";

/** What one request knows; a bulk operation has one of its own. */
export interface ApiContext {
  store: Store;
  state: ShopState;
  /** What `shopify.app.toml` says of the app. */
  app: AppConfig;
  access: Access;
  bulk: BulkRunner;
  /** The store's now when the request came in. */
  now: Date;
  /** Unknown search fields, as Shopify reports them in `extensions.search`. */
  searchWarnings: { path: string; query: string; field: string }[];
}

/**
 * Gives one field's value from its parent's source. The same function serves graphql-js and the bulk compiler, so it is
 * synchronous and knows nothing of either.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the schema, not TypeScript, ties a field to its source and arguments
export type Resolver = (source: any, args: any, context: ApiContext) => unknown;

export type TypeResolvers = Readonly<Record<string, Resolver>>;
export type Resolvers = Readonly<Record<string, TypeResolvers>>;
