import { gid } from "../state/ids.ts";
import type { Shop } from "../state/model.ts";
import type { Address, Customer } from "../state/model/customer.ts";
import { integer } from "./json.ts";
import { zonedInstant } from "./zoned-instant.ts";

/** Without level 2 of protected customer data, what names or reaches a person is null. */
export function mayNamePeople(shop: Shop): boolean {
  return shop.protectedData === "level-2";
}

function nameOf(person: { firstName: string | null; lastName: string | null }): string | null {
  return [person.firstName, person.lastName].filter(Boolean).join(" ") || null;
}

export function addressPayload(shop: Shop, address: Address | null): Record<string, unknown> | null {
  if (!address || !mayNamePeople(shop)) return null;
  return {
    first_name: address.firstName,
    address1: address.address1,
    phone: address.phone,
    city: address.city,
    zip: address.zip,
    province: address.province,
    country: address.country,
    last_name: address.lastName,
    address2: address.address2,
    company: address.company,
    latitude: null,
    longitude: null,
    name: nameOf(address),
    country_code: address.countryCode,
    province_code: address.provinceCode,
  };
}

function defaultAddressPayload(shop: Shop, customer: Customer): Record<string, unknown> | null {
  const address = customer.defaultAddress;
  const base = addressPayload(shop, address);
  if (!address || !base) return null;
  const { latitude: _latitude, longitude: _longitude, ...rest } = base;
  return {
    id: integer(customer.id),
    customer_id: integer(customer.id),
    ...rest,
    country_name: address.country,
    default: true,
  };
}

/** A customer as it stands inside an order's payload. */
export function customerInOrder(shop: Shop, customer: Customer | null): Record<string, unknown> | null {
  if (!customer) return null;
  const named = mayNamePeople(shop);
  return {
    id: integer(customer.id),
    created_at: zonedInstant(customer.createdAt, shop.timeZone),
    updated_at: zonedInstant(customer.updatedAt, shop.timeZone),
    first_name: named ? customer.firstName : null,
    last_name: named ? customer.lastName : null,
    state: customer.state,
    note: customer.note,
    verified_email: customer.verifiedEmail,
    multipass_identifier: null,
    tax_exempt: customer.taxExempt,
    email: named ? customer.email : null,
    phone: named ? customer.phone : null,
    currency: shop.currency,
    tax_exemptions: [],
    admin_graphql_api_id: gid("Customer", customer.id),
    default_address: defaultAddressPayload(shop, customer),
  };
}

/** `customers/create` and `customers/update`. */
export function customerPayload(shop: Shop, customer: Customer): Record<string, unknown> {
  const address = defaultAddressPayload(shop, customer);
  return { ...customerInOrder(shop, customer), addresses: address ? [address] : [] };
}

/** `customers_email_marketing_consent/update` */
export function consentPayload(shop: Shop, customer: Customer): Record<string, unknown> {
  const { emailMarketing, emailMarketingUpdatedAt } = customer;
  return {
    customer_id: integer(customer.id),
    email_address: mayNamePeople(shop) ? customer.email : null,
    email_marketing_consent: {
      state: emailMarketing,
      opt_in_level: emailMarketing === "subscribed" ? "single_opt_in" : null,
      consent_updated_at:
        emailMarketingUpdatedAt === null ? null : zonedInstant(emailMarketingUpdatedAt, shop.timeZone),
    },
  };
}
