/** Which metafield types there are and what a value of each looks like. */

/** JSON values may be this long; other texts are shorter in practice. */
const MAXIMUM_JSON_BYTES = 128 * 1024;
const MAXIMUM_TEXT_LENGTH = 65_535;

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

const isMoney = (value: string): boolean =>
  isJson(value) && /^-?\d+(\.\d+)?$/.test(String((JSON.parse(value) as { amount?: unknown })?.amount));

const CHECKS: Readonly<Record<string, { test: (value: string) => boolean; hint: string }>> = {
  single_line_text_field: {
    test: (value) => !/[\r\n]/.test(value),
    hint: "Value must be a single line text string.",
  },
  multi_line_text_field: { test: () => true, hint: "" },
  number_integer: { test: (value) => /^-?\d{1,19}$/.test(value), hint: "Value must be an integer." },
  number_decimal: {
    test: (value) => /^-?\d{1,13}(\.\d{1,9})?$/.test(value),
    hint: "Value must be a decimal.",
  },
  boolean: { test: (value) => value === "true" || value === "false", hint: "Value must be true or false." },
  json: { test: isJson, hint: "Value is invalid JSON." },
  money: { test: isMoney, hint: "Value must be a money object with amount and currency_code." },
  date: {
    test: (value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)),
    hint: "Value must be in YYYY-MM-DD format.",
  },
  date_time: {
    test: (value) => /^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value)),
    hint: "Value must be in ISO 8601 format.",
  },
  url: { test: (value) => URL.canParse(value), hint: "Value must be a URL." },
  color: { test: (value) => /^#[0-9a-f]{6}$/i.test(value), hint: "Value must be a valid hex color code." },
  id: { test: () => true, hint: "" },
  customer_reference: {
    test: (value) => value.startsWith("gid://shopify/Customer/"),
    hint: "Value must be a customer's id.",
  },
  product_reference: {
    test: (value) => value.startsWith("gid://shopify/Product/"),
    hint: "Value must be a product's id.",
  },
  collection_reference: {
    test: (value) => value.startsWith("gid://shopify/Collection/"),
    hint: "Value must be a collection's id.",
  },
};

export interface ValueRefusal {
  field: "type" | "value";
  code: "INCLUSION" | "INVALID_VALUE" | "TOO_LONG";
  message: string;
}

/** Null when fine; `value` null checks the type alone. */
export function checkMetafieldValue(type: string, value: string | null): ValueRefusal | null {
  const isList = type.startsWith("list.");
  const check = CHECKS[isList ? type.slice(5) : type];
  if (!check) {
    const known = Object.keys(CHECKS).join(", ");
    return {
      field: "type",
      code: "INCLUSION",
      message: `Type name ${type} is not a valid type. Valid types are: ${known}.`,
    };
  }
  if (value === null) return null;
  if (Buffer.byteLength(value) > MAXIMUM_JSON_BYTES) {
    return {
      field: "value",
      code: "TOO_LONG",
      message: `Value is too long (maximum is ${MAXIMUM_JSON_BYTES} bytes)`,
    };
  }
  if (type !== "json" && !isList && value.length > MAXIMUM_TEXT_LENGTH) {
    return {
      field: "value",
      code: "TOO_LONG",
      message: `Value is too long (maximum is ${MAXIMUM_TEXT_LENGTH} characters)`,
    };
  }
  const invalid: ValueRefusal = { field: "value", code: "INVALID_VALUE", message: check.hint };
  if (!isList) return check.test(value) ? null : invalid;
  if (!isJson(value)) return { ...invalid, message: "Value must be an array." };
  const items: unknown = JSON.parse(value);
  if (!Array.isArray(items)) return { ...invalid, message: "Value must be an array." };
  return items.every((item) => check.test(typeof item === "string" ? item : JSON.stringify(item)))
    ? null
    : invalid;
}
