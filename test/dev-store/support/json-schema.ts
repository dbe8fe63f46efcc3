/** The part of JSON Schema that Shopify's webhook schemas use. */
export interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  format?: string;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

const formats: Record<string, RegExp> = {
  "date-time": /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
  email: /^[^@\s]+@[^@\s]+$/,
  uri: /^[a-z]+:/,
};

/** Where a value departs from a schema, one sentence each; empty when it fits. */
export function schemaErrors(schema: JsonSchema, value: unknown, at = "$"): string[] {
  if (schema.anyOf && schema.anyOf.every((one) => schemaErrors(one, value, at).length > 0))
    return [`${at} fits none of anyOf`];
  const types = schema.type === undefined ? null : [schema.type].flat();
  const actual = typeOf(value);
  const fits = types === null || types.includes(actual) || (actual === "integer" && types.includes("number"));
  if (!fits) return [`${at} is ${actual}, not ${types.join(" or ")}`];
  const format = schema.format ? formats[schema.format] : undefined;
  if (format && typeof value === "string" && !format.test(value))
    return [`${at} is no ${schema.format}: ${value}`];
  if (actual === "array" && schema.items)
    return (value as unknown[]).flatMap((one, index) =>
      schemaErrors(schema.items ?? {}, one, `${at}[${index}]`),
    );
  if (actual !== "object") return [];
  const object = value as Record<string, unknown>;
  const missing = (schema.required ?? [])
    .filter((name) => !(name in object))
    .map((name) => `${at}.${name} is missing`);
  const inside = Object.entries(schema.properties ?? {}).flatMap(([name, one]) =>
    name in object ? schemaErrors(one, object[name], `${at}.${name}`) : [],
  );
  return [...missing, ...inside];
}
