/** Every type's resolvers by the type's name. */
import type { Resolvers } from "../context.ts";
import {
  orderAgreementResolvers,
  orderEditAgreementResolvers,
  refundAgreementResolvers,
} from "./agreements.ts";
import { bulkMutations, bulkOperationResolvers, bulkQueries } from "./bulk-operations.ts";
import { customerMutations } from "./customer-mutations.ts";
import { customerQueries, customerResolvers, mailingAddressResolvers } from "./customers.ts";
import { discountMutations } from "./discount-mutations.ts";
import {
  automaticDiscountNodeResolvers,
  codeDiscountNodeResolvers,
  discountAutomaticFreeShippingResolvers,
  discountCodeBasicResolvers,
  discountCodeBxgyResolvers,
  discountCodeFreeShippingResolvers,
  discountCollectionsResolvers,
  discountNodeResolvers,
  discountProductsResolvers,
  discountQueries,
} from "./discounts.ts";
import { segmentMutations, segmentQueries, segmentResolvers } from "./segments.ts";
import { giftCardMutations, giftCardQueries, giftCardResolvers } from "./gift-cards.ts";
import { metafieldMutations } from "./metafield-mutations.ts";
import { metafieldDefinitionResolvers, metafieldQueries, metafieldResolvers } from "./metafields.ts";
import { nodeQueries } from "./nodes.ts";
import {
  fulfillmentLineItemResolvers,
  fulfillmentResolvers,
  lineItemResolvers,
  shippingLineResolvers,
} from "./order-lines.ts";
import { orderQueries } from "./order-queries.ts";
import { orderResolvers } from "./orders.ts";
import { collectionResolvers, productQueries, productResolvers, variantResolvers } from "./products.ts";
import {
  orderAdjustmentResolvers,
  orderTransactionResolvers,
  refundLineItemResolvers,
  refundResolvers,
  refundShippingLineResolvers,
} from "./refunds.ts";
import { appInstallationResolvers, appMutations, appResolvers, shopQueries, shopResolvers } from "./shop.ts";
import {
  storeCreditAccountResolvers,
  storeCreditCreditTransactionResolvers,
  storeCreditExpirationResolvers,
  storeCreditMutations,
  storeCreditQueries,
  storeCreditTransactionResolvers,
} from "./store-credit.ts";
import { tagMutations } from "./tag-mutations.ts";

export const resolvers: Resolvers = {
  QueryRoot: {
    ...shopQueries,
    ...orderQueries,
    ...customerQueries,
    ...productQueries,
    ...nodeQueries,
    ...metafieldQueries,
    ...bulkQueries,
    ...discountQueries,
    ...storeCreditQueries,
    ...giftCardQueries,
    ...segmentQueries,
  },
  Mutation: {
    ...appMutations,
    ...bulkMutations,
    ...customerMutations,
    ...tagMutations,
    ...metafieldMutations,
    ...discountMutations,
    ...storeCreditMutations,
    ...giftCardMutations,
    ...segmentMutations,
  },
  Shop: shopResolvers,
  App: appResolvers,
  AppInstallation: appInstallationResolvers,
  Order: orderResolvers,
  LineItem: lineItemResolvers,
  ShippingLine: shippingLineResolvers,
  Fulfillment: fulfillmentResolvers,
  FulfillmentLineItem: fulfillmentLineItemResolvers,
  Refund: refundResolvers,
  RefundLineItem: refundLineItemResolvers,
  RefundShippingLine: refundShippingLineResolvers,
  OrderAdjustment: orderAdjustmentResolvers,
  OrderTransaction: orderTransactionResolvers,
  OrderAgreement: orderAgreementResolvers,
  OrderEditAgreement: orderEditAgreementResolvers,
  RefundAgreement: refundAgreementResolvers,
  Customer: customerResolvers,
  MailingAddress: mailingAddressResolvers,
  Product: productResolvers,
  ProductVariant: variantResolvers,
  Collection: collectionResolvers,
  Metafield: metafieldResolvers,
  MetafieldDefinition: metafieldDefinitionResolvers,
  BulkOperation: bulkOperationResolvers,
  DiscountCodeNode: codeDiscountNodeResolvers,
  DiscountNode: discountNodeResolvers,
  DiscountAutomaticNode: automaticDiscountNodeResolvers,
  DiscountAutomaticFreeShipping: discountAutomaticFreeShippingResolvers,
  Segment: segmentResolvers,
  DiscountCodeBasic: discountCodeBasicResolvers,
  DiscountCodeBxgy: discountCodeBxgyResolvers,
  DiscountCodeFreeShipping: discountCodeFreeShippingResolvers,
  DiscountCollections: discountCollectionsResolvers,
  DiscountProducts: discountProductsResolvers,
  StoreCreditAccount: storeCreditAccountResolvers,
  StoreCreditAccountCreditTransaction: storeCreditCreditTransactionResolvers,
  StoreCreditAccountDebitTransaction: storeCreditTransactionResolvers,
  StoreCreditAccountExpirationTransaction: storeCreditExpirationResolvers,
  GiftCard: giftCardResolvers,
};
