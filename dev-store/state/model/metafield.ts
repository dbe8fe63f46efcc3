import type { Id, Instant } from "../model.ts";

export interface Metafield {
  id: Id;
  /** Gid of the owner (customer, product, order, shop, app installation …). */
  ownerGid: string;
  /** Resolved: `$app` never stands here. */
  namespace: string;
  key: string;
  type: string;
  value: string;
  createdAt: Instant;
  updatedAt: Instant;
}

export interface MetafieldDefinition {
  id: Id;
  ownerType: string;
  namespace: string;
  key: string;
  name: string;
  description: string | null;
  type: string;
  access: { admin: string | null; storefront: string | null; customerAccount: string | null };
}
