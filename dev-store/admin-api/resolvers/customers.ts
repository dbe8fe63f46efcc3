import { gid, idOf } from "../../state/ids.ts";
import type { Customer, MarketingState } from "../../state/model/customer.ts";
import type { Order } from "../../state/model/order.ts";
import { withoutExpiredCredit } from "../../state/operations/credit.ts";
import { paginate, paginateInOrder, type PageArguments } from "../connection.ts";
import type { ApiContext, TypeResolvers } from "../context.ts";
import { moneyOf } from "../money-bag.ts";
import { compareBy, compareInstant, parseSearch, type SearchFields } from "../search.ts";
import { customerName, sortedBy, type Sort } from "../sorted.ts";
import { idMatches, sameText } from "../search-terms.ts";
import { metafieldFields } from "./metafield-fields.ts";
import { countOf, pageOfOrders } from "./order-queries.ts";
import { addressSource, totals } from "./orders.ts";

function countedOrders(customer: Customer, context: ApiContext): Order[] {
  return context.state
    .ordersOfCustomer(customer.id)
    .filter((order) => order.cancelledAt === null && !order.test);
}

function amountSpentMinor(customer: Customer, context: ApiContext): bigint {
  return countedOrders(customer, context).reduce((sum, order) => sum + totals(order).netPaymentMinor, 0n);
}

function displayName(customer: Customer): string {
  const name = [customer.firstName, customer.lastName].filter(Boolean).join(" ");
  return name || customer.email || customer.phone || "";
}

const MARKETING: Readonly<Record<MarketingState, string>> = {
  not_subscribed: "NOT_SUBSCRIBED",
  pending: "PENDING",
  subscribed: "SUBSCRIBED",
  unsubscribed: "UNSUBSCRIBED",
  redacted: "UNSUBSCRIBED",
};

/** Both address objects are personal as a whole: without level 2 there is none. */
function seesPersonalData(context: ApiContext): boolean {
  return context.access.protectedData === "level-2";
}

export const customerResolvers: TypeResolvers = {
  id: (customer: Customer) => gid("Customer", customer.id),
  legacyResourceId: (customer: Customer) => customer.id,
  firstName: (customer: Customer) => customer.firstName,
  lastName: (customer: Customer) => customer.lastName,
  displayName,
  email: (customer: Customer) => customer.email,
  phone: (customer: Customer) => customer.phone,
  defaultEmailAddress: (customer: Customer, _, context) =>
    customer.email === null || !seesPersonalData(context)
      ? null
      : {
          emailAddress: customer.email,
          marketingState: MARKETING[customer.emailMarketing],
          marketingOptInLevel: customer.emailMarketing === "subscribed" ? "SINGLE_OPT_IN" : null,
          marketingUpdatedAt: customer.emailMarketingUpdatedAt,
          validFormat: true,
        },
  defaultPhoneNumber: (customer: Customer, _, context) =>
    customer.phone === null || !seesPersonalData(context)
      ? null
      : {
          phoneNumber: customer.phone,
          marketingState: MARKETING[customer.smsMarketing],
          marketingOptInLevel: null,
          marketingUpdatedAt: null,
        },
  createdAt: (customer: Customer) => customer.createdAt,
  updatedAt: (customer: Customer) => customer.updatedAt,
  locale: (customer: Customer) => customer.locale,
  note: (customer: Customer) => customer.note,
  state: (customer: Customer) => customer.state.toUpperCase(),
  tags: (customer: Customer) => customer.tags,
  numberOfOrders: (customer: Customer, _, context) => String(countedOrders(customer, context).length),
  amountSpent: (customer: Customer, _, context) =>
    moneyOf(
      amountSpentMinor(customer, context),
      countedOrders(customer, context)[0]?.currency ?? context.state.shop.currency,
    ),
  lastOrder: (customer: Customer, _, context) =>
    pageOfOrders(context, { last: 1, sortKey: "PROCESSED_AT" }, context.state.ordersOfCustomer(customer.id))
      .nodes[0] ?? null,
  orders: (customer: Customer, args, context) =>
    pageOfOrders(context, args, context.state.ordersOfCustomer(customer.id)),
  statistics: () => ({ predictedSpendTier: null, rfmGroup: null }),
  taxExempt: (customer: Customer) => customer.taxExempt,
  verifiedEmail: (customer: Customer) => customer.verifiedEmail,
  canDelete: (customer: Customer, _, context) => context.state.ordersOfCustomer(customer.id).length === 0,
  dataSaleOptOut: () => false,
  defaultAddress: (customer: Customer) => addressSource(customer.id, customer.defaultAddress),
  addressesV2: (customer: Customer, args) => {
    const address = addressSource(customer.id, customer.defaultAddress);
    return paginateInOrder(address ? [address] : [], args);
  },
  storeCreditAccounts: (customer: Customer, args: PageArguments, context) => {
    const accounts = [...context.state.all("storeCreditAccount").values()].filter(
      (one) => one.customerId === customer.id,
    );
    return paginateInOrder(
      accounts.map((account) => withoutExpiredCredit(context.store, account)),
      args,
    );
  },
  ...metafieldFields((customer: Customer) => gid("Customer", customer.id)),
};

export const mailingAddressResolvers: TypeResolvers = {
  id: (address) => address.id,
  address1: (address) => address.address1,
  address2: (address) => address.address2,
  city: (address) => address.city,
  company: (address) => address.company,
  country: (address) => address.country,
  countryCodeV2: (address) => address.countryCode,
  firstName: (address) => address.firstName,
  lastName: (address) => address.lastName,
  name: (address) => [address.firstName, address.lastName].filter(Boolean).join(" ") || null,
  formatted: (address) =>
    [
      address.address1,
      address.address2,
      [address.zip, address.city].filter(Boolean).join(" "),
      address.province,
      address.country,
    ].filter(Boolean),
  formattedArea: (address) =>
    [address.city, address.provinceCode, address.country].filter(Boolean).join(", ") || null,
  phone: (address) => address.phone,
  province: (address) => address.province,
  provinceCode: (address) => address.provinceCode,
  zip: (address) => address.zip,
};

const SORTS: Readonly<Record<string, Sort<Customer>>> = {
  CREATED_AT: (customer) => customer.createdAt,
  UPDATED_AT: (customer) => customer.updatedAt,
  NAME: customerName,
  LOCATION: (customer) => customer.defaultAddress?.country ?? "",
  ID: () => "",
  RELEVANCE: () => "",
};

function customerSearch(context: ApiContext): SearchFields<Customer> {
  const { timeZone } = context.state.shop;
  const personal = <T>(value: T): T | null => (seesPersonalData(context) ? value : null);
  return {
    fields: {
      id: (customer, operator, value) => idMatches(customer.id, operator, value),
      email: (customer, operator, value) => sameText(personal(customer.email), operator, value),
      phone: (customer, operator, value) => sameText(personal(customer.phone), operator, value),
      first_name: (customer, operator, value) => sameText(personal(customer.firstName), operator, value),
      last_name: (customer, operator, value) => sameText(personal(customer.lastName), operator, value),
      tag: (customer, operator, value) => customer.tags.some((tag) => sameText(tag, operator, value)),
      tag_not: (customer, operator, value) => !customer.tags.some((tag) => sameText(tag, operator, value)),
      state: (customer, operator, value) => sameText(customer.state, operator, value),
      accepts_marketing: (customer, _, value) =>
        String(customer.emailMarketing === "subscribed") === value.toLowerCase(),
      orders_count: (customer, operator, value) =>
        compareBy(countedOrders(customer, context).length, operator, Number(value)),
      customer_date: (customer, operator, value) =>
        compareInstant(customer.createdAt, operator, value, timeZone),
      created_at: (customer, operator, value) =>
        compareInstant(customer.createdAt, operator, value, timeZone),
      updated_at: (customer, operator, value) =>
        compareInstant(customer.updatedAt, operator, value, timeZone),
    },
    text: (customer, word) =>
      [personal(displayName(customer)) ?? "", personal(customer.email) ?? ""].some((text) =>
        text.toLowerCase().includes(word.toLowerCase()),
      ),
  };
}

function customerFilter(
  context: ApiContext,
  query: string | null | undefined,
  path: string,
): ((customer: Customer) => boolean) | null {
  if (!query || query.trim() === "") return null;
  const search = parseSearch(query, customerSearch(context));
  for (const field of search.unknownFields) context.searchWarnings.push({ path, query, field });
  return search.matches;
}

type CustomersArguments = PageArguments & { query?: string | null; sortKey?: string | null };

export function listCustomers(context: ApiContext, args: CustomersArguments) {
  const key = args.sortKey ?? "ID";
  return {
    ...sortedBy(context.state, "customer", key, SORTS[key] ?? SORTS.ID!),
    matches: customerFilter(context, args.query, "customers"),
  };
}

export const customerQueries: TypeResolvers = {
  customer: (_, args, context) => {
    const id = idOf("Customer", args.id);
    return id === null ? null : context.state.get("customer", id);
  },
  customers: (_, args, context) => paginate(listCustomers(context, args), args),
  customersCount: (_, args, context) =>
    countOf(
      context.state.all("customer").values(),
      customerFilter(context, args.query, "customersCount"),
      args.limit,
    ),
};
