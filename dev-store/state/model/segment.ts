import type { Id, Instant } from "../model.ts";

/** Customers by a query; who is in it is decided whenever it is asked. */
export interface Segment {
  id: Id;
  name: string;
  /** `customer_tags CONTAINS 'tag'`: what of Shopify's segment language exists here. */
  query: string;
  createdAt: Instant;
  updatedAt: Instant;
}
