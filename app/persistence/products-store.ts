import type { CampaignTerms } from "#app/domain/earning/campaign.ts";
import type { ProductFacts } from "#app/domain/earning/product-facts.ts";
import type { KnownProducts } from "#app/usecases/orders/product-ports.ts";
import { toRows } from "./checked-numbers.ts";
import type { Db } from "./db.ts";

export function createProductsStore(db: Db): KnownProducts {
  return {
    async list(shopId, productIds, since) {
      const rows = await db.$queryRaw<(ProductFacts & { deleted: boolean })[]>`
        SELECT product_id AS "productId", title, tags, collection_ids AS "collectionIds", variant_ids AS "variantIds",
          sale_variant_ids AS "saleVariantIds", deleted_at IS NOT NULL AS deleted
        FROM products WHERE shop_id = ${shopId} AND product_id = ANY (${[...productIds]}) AND known_at > ${since}`;
      return new Map(rows.map(({ deleted, ...product }) => [product.productId, deleted ? null : product]));
    },

    async remember(shopId, products, at) {
      const rows = [...products].map(([productId, product]) => ({
        ...{ productId, title: product?.title ?? "", tags: product?.tags ?? [] },
        ...{ collectionIds: product?.collectionIds ?? [], variantIds: product?.variantIds ?? [] },
        ...{ saleVariantIds: product?.saleVariantIds ?? [], deletedAt: product === null ? at : null },
      }));
      // In the order of ids, so that two batches with the same products never wait for each other in a circle.
      await db.$executeRaw`
        INSERT INTO products (shop_id, product_id, title, tags, collection_ids, variant_ids, sale_variant_ids, deleted_at, known_at)
        SELECT ${shopId}, "productId", title, tags, "collectionIds", "variantIds", "saleVariantIds", "deletedAt", ${at}
        FROM jsonb_to_recordset(${toRows(rows)}::jsonb) AS r ("productId" text, title text, tags text[], "collectionIds" text[],
          "variantIds" text[], "saleVariantIds" text[], "deletedAt" timestamptz)
        ORDER BY "productId"
        ON CONFLICT (shop_id, product_id) DO UPDATE SET title = CASE WHEN excluded.deleted_at IS NULL THEN excluded.title ELSE products.title END,
          tags = excluded.tags, collection_ids = excluded.collection_ids, variant_ids = excluded.variant_ids,
          sale_variant_ids = excluded.sale_variant_ids, deleted_at = excluded.deleted_at, known_at = excluded.known_at`;
    },

    async listCampaignTerms(shopId) {
      const rows = await db.$queryRaw<{ terms: CampaignTerms }[]>`
        SELECT terms FROM campaigns
        WHERE shop_id = ${shopId} AND status <> 'draft' ORDER BY campaign_id`;
      return rows.map(({ terms }) => terms);
    },
  };
}
