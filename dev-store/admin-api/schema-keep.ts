/**
 * What the local Admin API keeps of Shopify's schema: for each object, interface, union and input type the fields
 * (or members) in use. `scripts/prune-admin-schema.ts` reads it. Enums and scalars follow on their own, and so do the
 * connection and edge types of a kept node type. An argument or field whose type is not kept here is left out.
 */
export const KEEP: Readonly<Record<string, string>> = {
  QueryRoot: `shop currentAppInstallation app orders order node nodes customers customer products product collections
    collection ordersCount customersCount bulkOperation bulkOperations currentBulkOperation codeDiscountNode
    codeDiscountNodeByCode codeDiscountNodes discountNodes discountNode storeCreditAccount giftCard giftCards
    metafieldDefinition metafieldDefinitions publicApiVersions webhookSubscriptions segments segment
    automaticDiscountNode automaticDiscountNodes`,
  Mutation: `bulkOperationRunQuery bulkOperationCancel metafieldsSet metafieldsDelete metafieldDefinitionCreate
    metafieldDefinitionUpdate tagsAdd tagsRemove customerCreate customerUpdate discountCodeBasicCreate
    discountCodeBasicUpdate discountCodeFreeShippingCreate discountCodeBxgyCreate discountCodeDeactivate
    discountCodeDelete storeCreditAccountCredit storeCreditAccountDebit giftCardCreate giftCardDeactivate
    appRevokeAccessScopes segmentCreate segmentUpdate segmentDelete metafieldDefinitionDelete
    discountAutomaticFreeShippingCreate discountAutomaticFreeShippingUpdate discountAutomaticDelete`,

  // Interfaces: an object keeps the interface only where it is named here.
  Node: `id`,
  LegacyInteroperability: `legacyResourceId`,
  HasMetafields: `metafield metafields`,
  HasStoreCreditAccounts: `storeCreditAccounts`,
  DisplayableError: `field message`,
  SalesAgreement: `app happenedAt id reason sales`,
  Sale: `actionType id lineType quantity taxes totalAmount totalDiscountAmountAfterTaxes
    totalDiscountAmountBeforeTaxes totalTaxAmount`,
  DiscountApplication: `allocationMethod index targetSelection targetType value`,
  StoreCreditAccountTransaction: `account amount balanceAfterTransaction createdAt event`,

  // Shop and app
  Shop: `id name email contactEmail createdAt currencyCode currencyFormats customerAccountsV2 enabledPresentmentCurrencies ianaTimezone
    myshopifyDomain orderNumberFormatPrefix orderNumberFormatSuffix plan primaryDomain shopOwnerName
    taxesIncluded taxShipping timezoneAbbreviation timezoneOffset timezoneOffsetMinutes updatedAt url metafield metafields`,
  CurrencyFormats: `moneyFormat moneyWithCurrencyFormat`,
  CustomerAccountsV2: `customerAccountsVersion url`,
  ShopPlan: `displayName partnerDevelopment publicDisplayName shopifyPlus`,
  Domain: `id host url sslEnabled`,
  AppInstallation: `id accessScopes app launchUrl uninstallUrl metafield metafields`,
  App: `id apiKey handle title embedded installUrl availableAccessScopes optionalAccessScopes requestedAccessScopes
    webhookApiVersion`,
  AccessScope: `handle description`,
  ApiVersion: `displayName handle supported`,
  WebhookSubscription: `id legacyResourceId apiVersion createdAt updatedAt filter format includeFields
    metafieldNamespaces name topic uri`,
  Segment: `id name query creationDate lastEditDate`,
  SegmentCreatePayload: `segment userErrors`,
  SegmentUpdatePayload: `segment userErrors`,
  SegmentDeletePayload: `deletedSegmentId userErrors`,
  PageInfo: `hasNextPage hasPreviousPage startCursor endCursor`,
  Count: `count precision`,
  MoneyV2: `amount currencyCode`,
  MoneyBag: `presentmentMoney shopMoney`,
  Attribute: `key value`,
  MailingAddress: `id address1 address2 city company country countryCodeV2 firstName formatted formattedArea lastName
    name phone province provinceCode zip`,

  // Orders
  Order: `id legacyResourceId name number email phone customer createdAt processedAt updatedAt cancelledAt cancelReason
    closed closedAt confirmed confirmationNumber test edited fullyPaid unpaid displayFinancialStatus
    displayFulfillmentStatus returnStatus currencyCode presentmentCurrencyCode taxesIncluded taxExempt dutiesIncluded
    estimatedTaxes sourceName sourceIdentifier app channelInformation attribution registeredSourceUrl tags note
    customAttributes discountCode discountCodes discountApplications currentSubtotalPriceSet currentTotalPriceSet
    currentTotalTaxSet currentTotalDiscountsSet currentTotalDutiesSet currentTotalAdditionalFeesSet
    currentCartDiscountAmountSet currentShippingPriceSet currentSubtotalLineItemsQuantity currentTaxLines
    cartDiscountAmountSet originalTotalPriceSet originalTotalDutiesSet originalTotalAdditionalFeesSet subtotalPriceSet
    subtotalLineItemsQuantity totalPriceSet totalTaxSet totalShippingPriceSet totalDiscountsSet totalTipReceivedSet
    totalRefundedSet totalRefundedShippingSet totalReceivedSet totalOutstandingSet totalCapturableSet netPaymentSet
    refundDiscrepancySet taxLines lineItems refunds transactions transactionsCount agreements fulfillments
    fulfillmentsCount shippingLine shippingLines customerAcceptsMarketing customerLocale customerJourneySummary
    paymentGatewayNames billingAddress shippingAddress requiresShipping refundable restockable statusPageUrl
    metafield metafields`,
  OrderApp: `id name`,
  OrderAttribution: `displayName handle`,
  ChannelInformation: `id app channelId displayName`,
  LineItem: `id title variantTitle name sku vendor quantity currentQuantity refundableQuantity nonFulfillableQuantity
    unfulfilledQuantity originalUnitPriceSet originalTotalSet discountedTotalSet discountedUnitPriceSet
    discountedUnitPriceAfterAllDiscountsSet priceAfterAllDiscountsBeforeTaxesSet totalDiscountSet discountAllocations
    taxLines taxable isGiftCard requiresShipping restockable merchantEditable customAttributes product variant`,
  TaxLine: `title rate ratePercentage priceSet source channelLiable`,
  DiscountAllocation: `allocatedAmountSet discountApplication`,
  DiscountCodeApplication: `allocationMethod code index targetSelection targetType value`,
  ManualDiscountApplication: `allocationMethod description index targetSelection targetType title value`,
  AutomaticDiscountApplication: `allocationMethod index targetSelection targetType title value`,
  PricingValue: `MoneyV2 PricingPercentageValue`,
  PricingPercentageValue: `percentage`,
  Refund: `id legacyResourceId createdAt processedAt updatedAt note order orderAdjustments refundLineItems
    refundShippingLines totalRefundedSet transactions`,
  RefundLineItem: `id lineItem quantity priceSet subtotalSet totalTaxSet restockType restocked`,
  RefundShippingLine: `id shippingLine subtotalAmountSet taxAmountSet`,
  OrderAdjustment: `id amountSet reason taxAmountSet`,
  OrderTransaction: `id kind status test gateway formattedGateway manualPaymentGateway amountSet createdAt processedAt
    order parentTransaction paymentId totalUnsettledSet errorCode`,
  OrderAgreement: `app happenedAt id reason sales order`,
  OrderEditAgreement: `app happenedAt id reason sales`,
  RefundAgreement: `app happenedAt id reason sales refund`,
  ProductSale: `actionType id lineType quantity taxes totalAmount totalDiscountAmountAfterTaxes
    totalDiscountAmountBeforeTaxes totalTaxAmount lineItem`,
  GiftCardSale: `actionType id lineType quantity taxes totalAmount totalDiscountAmountAfterTaxes
    totalDiscountAmountBeforeTaxes totalTaxAmount lineItem`,
  ShippingLineSale: `actionType id lineType quantity taxes totalAmount totalDiscountAmountAfterTaxes
    totalDiscountAmountBeforeTaxes totalTaxAmount shippingLine`,
  AdjustmentSale: `actionType id lineType quantity taxes totalAmount totalDiscountAmountAfterTaxes
    totalDiscountAmountBeforeTaxes totalTaxAmount`,
  SaleTax: `amount id taxLine`,
  Fulfillment: `id legacyResourceId name status displayStatus createdAt updatedAt totalQuantity requiresShipping order
    fulfillmentLineItems`,
  FulfillmentLineItem: `id lineItem quantity discountedTotalSet originalTotalSet`,
  ShippingLine: `id title code source custom isRemoved originalPriceSet discountedPriceSet currentDiscountedPriceSet
    taxLines discountAllocations`,
  CustomerJourneySummary: `customerOrderIndex daysToConversion firstVisit lastVisit ready`,
  CustomerVisit: `id landingPage occurredAt referralCode referrerUrl source sourceDescription utmParameters`,
  UTMParameters: `campaign content medium source term`,

  // Customers
  Customer: `id legacyResourceId firstName lastName displayName email phone defaultEmailAddress defaultPhoneNumber
    createdAt updatedAt locale note state tags numberOfOrders amountSpent lastOrder orders statistics taxExempt
    verifiedEmail canDelete dataSaleOptOut defaultAddress addressesV2 storeCreditAccounts metafield metafields`,
  CustomerEmailAddress: `emailAddress marketingState marketingOptInLevel marketingUpdatedAt validFormat`,
  CustomerPhoneNumber: `phoneNumber marketingState marketingOptInLevel marketingUpdatedAt`,
  CustomerStatistics: `predictedSpendTier rfmGroup`,
  CustomerInput: `id email phone firstName lastName locale note tags taxExempt emailMarketingConsent`,
  CustomerEmailMarketingConsentInput: `marketingState marketingOptInLevel consentUpdatedAt`,
  CustomerCreatePayload: `customer userErrors`,
  CustomerUpdatePayload: `customer userErrors`,
  TagsAddPayload: `node userErrors`,
  TagsRemovePayload: `node userErrors`,
  UserError: `field message`,

  // Catalogue
  Product: `id legacyResourceId title handle description descriptionHtml vendor productType status tags isGiftCard
    createdAt updatedAt publishedAt collections variants variantsCount inCollection hasOnlyDefaultVariant totalInventory
    tracksInventory onlineStoreUrl priceRangeV2 metafield metafields`,
  ProductPriceRangeV2: `minVariantPrice maxVariantPrice`,
  ProductVariant: `id legacyResourceId title displayName sku barcode price compareAtPrice position taxable
    availableForSale inventoryQuantity product createdAt updatedAt metafield metafields`,
  Collection: `id legacyResourceId title handle description descriptionHtml updatedAt products productsCount hasProduct
    metafield metafields`,

  // Bulk operations
  BulkOperation: `id status errorCode createdAt completedAt objectCount rootObjectCount fileSize url partialDataUrl
    query type`,
  BulkOperationRunQueryPayload: `bulkOperation userErrors`,
  BulkOperationCancelPayload: `bulkOperation userErrors`,
  BulkOperationUserError: `code field message`,

  // Metafields
  Metafield: `id legacyResourceId namespace key value jsonValue type ownerType owner createdAt updatedAt compareDigest
    definition sizeInBytes`,
  MetafieldDefinition: `id namespace key name description ownerType type access pinnedPosition validations metafieldsCount`,
  MetafieldDefinitionType: `category name`,
  MetafieldDefinitionValidation: `name type value`,
  MetafieldAccess: `admin customerAccount storefront`,
  MetafieldsSetInput: `ownerId namespace key type value compareDigest`,
  MetafieldsSetPayload: `metafields userErrors`,
  MetafieldsSetUserError: `code elementIndex field message`,
  MetafieldIdentifierInput: `ownerId namespace key`,
  MetafieldIdentifier: `ownerId namespace key`,
  MetafieldsDeletePayload: `deletedMetafields userErrors`,
  MetafieldDefinitionInput: `access description key name namespace ownerType pin type validations`,
  MetafieldDefinitionUpdateInput: `access description key name namespace ownerType pin validations`,
  MetafieldDefinitionIdentifierInput: `key namespace ownerType`,
  MetafieldDefinitionValidationInput: `name value`,
  MetafieldAccessInput: `admin customerAccount storefront`,
  MetafieldAccessUpdateInput: `admin customerAccount storefront`,
  MetafieldDefinitionCreatePayload: `createdDefinition userErrors`,
  MetafieldDefinitionUpdatePayload: `updatedDefinition userErrors`,
  MetafieldDefinitionDeletePayload: `deletedDefinitionId userErrors`,
  MetafieldDefinitionDeleteUserError: `code field message`,
  MetafieldDefinitionCreateUserError: `code field message`,
  MetafieldDefinitionUpdateUserError: `code field message`,

  // Discounts
  DiscountCodeNode: `id codeDiscount metafield metafields`,
  DiscountNode: `id discount metafield metafields`,
  DiscountCode: `DiscountCodeBasic DiscountCodeBxgy DiscountCodeFreeShipping`,
  Discount: `DiscountCodeBasic DiscountCodeBxgy DiscountCodeFreeShipping`,
  DiscountCodeBasic: `title summary shortSummary status startsAt endsAt createdAt updatedAt usageLimit asyncUsageCount
    appliesOncePerCustomer codes codesCount combinesWith context customerGets discountClasses minimumRequirement tags
    recurringCycleLimit`,
  DiscountCodeFreeShipping: `title summary shortSummary status startsAt endsAt createdAt updatedAt usageLimit asyncUsageCount
    appliesOncePerCustomer codes codesCount combinesWith context discountClasses minimumRequirement maximumShippingPrice tags
    appliesOnOneTimePurchase appliesOnSubscription recurringCycleLimit`,
  DiscountCodeBxgy: `title summary status startsAt endsAt createdAt updatedAt usageLimit asyncUsageCount
    appliesOncePerCustomer codes codesCount combinesWith context customerBuys customerGets discountClasses tags
    usesPerOrderLimit`,
  DiscountRedeemCode: `id code asyncUsageCount`,
  DiscountCombinesWith: `orderDiscounts productDiscounts shippingDiscounts`,
  DiscountAutomaticNode: `id automaticDiscount metafield metafields`,
  DiscountAutomatic: `DiscountAutomaticFreeShipping`,
  DiscountAutomaticFreeShipping: `title summary shortSummary status startsAt endsAt createdAt updatedAt asyncUsageCount
    combinesWith context discountClasses minimumRequirement maximumShippingPrice tags appliesOnOneTimePurchase
    appliesOnSubscription recurringCycleLimit`,
  DiscountContext: `DiscountBuyerSelectionAll DiscountCustomers DiscountCustomerSegments`,
  DiscountCustomerSegments: `segments`,
  DiscountBuyerSelectionAll: `all`,
  DiscountCustomers: `customers`,
  DiscountCustomerGets: `appliesOnOneTimePurchase appliesOnSubscription items value`,
  DiscountCustomerGetsValue: `DiscountAmount DiscountOnQuantity DiscountPercentage`,
  DiscountCustomerBuys: `isOneTimePurchase isSubscription items value`,
  DiscountCustomerBuysValue: `DiscountPurchaseAmount DiscountQuantity`,
  DiscountPurchaseAmount: `amount`,
  DiscountQuantity: `quantity`,
  DiscountAmount: `amount appliesOnEachItem`,
  DiscountPercentage: `percentage`,
  DiscountOnQuantity: `effect quantity`,
  DiscountEffect: `DiscountAmount DiscountPercentage`,
  DiscountItems: `AllDiscountItems DiscountCollections DiscountProducts`,
  AllDiscountItems: `allItems`,
  DiscountCollections: `collections`,
  DiscountProducts: `products productVariants`,
  DiscountMinimumRequirement: `DiscountMinimumQuantity DiscountMinimumSubtotal`,
  DiscountMinimumQuantity: `greaterThanOrEqualToQuantity`,
  DiscountMinimumSubtotal: `greaterThanOrEqualToSubtotal`,
  DiscountUserError: `code extraInfo field message`,
  DiscountCodeBasicInput: `title code startsAt endsAt usageLimit appliesOncePerCustomer combinesWith context
    customerGets minimumRequirement recurringCycleLimit tags`,
  DiscountCodeFreeShippingInput: `title code startsAt endsAt usageLimit appliesOncePerCustomer combinesWith context
    minimumRequirement maximumShippingPrice destination appliesOnOneTimePurchase appliesOnSubscription
    recurringCycleLimit tags`,
  DiscountCodeBxgyInput: `title code startsAt endsAt usageLimit appliesOncePerCustomer combinesWith context
    customerBuys customerGets usesPerOrderLimit tags`,
  DiscountContextInput: `all customers customerSegments`,
  DiscountCustomerSegmentsInput: `add remove`,
  DiscountAutomaticFreeShippingInput: `title startsAt endsAt combinesWith context minimumRequirement maximumShippingPrice
    destination appliesOnOneTimePurchase appliesOnSubscription recurringCycleLimit tags`,
  DiscountCustomersInput: `add remove`,
  DiscountCombinesWithInput: `orderDiscounts productDiscounts shippingDiscounts`,
  DiscountCustomerGetsInput: `appliesOnOneTimePurchase appliesOnSubscription items value`,
  DiscountCustomerGetsValueInput: `discountAmount discountOnQuantity percentage`,
  DiscountAmountInput: `amount appliesOnEachItem`,
  DiscountOnQuantityInput: `effect quantity`,
  DiscountEffectInput: `amount percentage`,
  DiscountItemsInput: `all collections products`,
  DiscountProductsInput: `productsToAdd productsToRemove productVariantsToAdd productVariantsToRemove`,
  DiscountCollectionsInput: `add remove`,
  DiscountMinimumRequirementInput: `quantity subtotal`,
  DiscountMinimumQuantityInput: `greaterThanOrEqualToQuantity`,
  DiscountMinimumSubtotalInput: `greaterThanOrEqualToSubtotal`,
  DiscountCustomerBuysInput: `isOneTimePurchase isSubscription items value`,
  DiscountCustomerBuysValueInput: `amount quantity`,
  DiscountShippingDestinationSelectionInput: `all`,
  DiscountCodeBasicCreatePayload: `codeDiscountNode userErrors`,
  DiscountCodeBasicUpdatePayload: `codeDiscountNode userErrors`,
  DiscountCodeFreeShippingCreatePayload: `codeDiscountNode userErrors`,
  DiscountCodeBxgyCreatePayload: `codeDiscountNode userErrors`,
  DiscountAutomaticFreeShippingCreatePayload: `automaticDiscountNode userErrors`,
  DiscountAutomaticFreeShippingUpdatePayload: `automaticDiscountNode userErrors`,
  DiscountAutomaticDeletePayload: `deletedAutomaticDiscountId userErrors`,
  DiscountCodeDeactivatePayload: `codeDiscountNode userErrors`,
  DiscountCodeDeletePayload: `deletedCodeDiscountId userErrors`,

  // Store credit and gift cards
  StoreCreditAccount: `id balance owner transactions`,
  StoreCreditAccountCreditTransaction: `account amount balanceAfterTransaction createdAt event expiresAt id remainingAmount`,
  StoreCreditAccountDebitTransaction: `account amount balanceAfterTransaction createdAt event id`,
  StoreCreditAccountExpirationTransaction: `account amount balanceAfterTransaction createdAt event`,
  StoreCreditAccountCreditInput: `creditAmount expiresAt notify`,
  StoreCreditAccountDebitInput: `debitAmount`,
  MoneyInput: `amount currencyCode`,
  StoreCreditAccountCreditPayload: `storeCreditAccountTransaction userErrors`,
  StoreCreditAccountDebitPayload: `storeCreditAccountTransaction userErrors`,
  StoreCreditAccountCreditUserError: `code field message`,
  StoreCreditAccountDebitUserError: `code field message`,
  GiftCard: `id balance createdAt updatedAt customer deactivatedAt enabled expiresOn initialValue isRedeemable lastCharacters
    maskedCode note`,
  GiftCardCreateInput: `code customerId expiresOn initialAmount initialValue note`,
  GiftCardCreatePayload: `giftCard giftCardCode userErrors`,
  GiftCardDeactivatePayload: `giftCard userErrors`,
  GiftCardUserError: `code field message`,
  GiftCardDeactivateUserError: `code field message`,

  // App
  AppRevokeAccessScopesPayload: `revoked userErrors`,
  AppRevokeAccessScopesAppRevokeScopeError: `code field message`,
};
