/**
 * JSON in which whole numbers too large for a float keep every digit: they become strings. Shopify's webhooks carry ids of up
 * to 19 digits as numbers, and several topics nothing else.
 * @throws SyntaxError on malformed JSON.
 */
export function parseShopifyJson(text: string): unknown {
  // Most payloads hold no such number, and a reviver visits every value.
  return LONG_NUMBER.test(text) ? (JSON.parse as ParseWithSource)(text, keepLargeIntegers) : JSON.parse(text);
}

const LONG_NUMBER = /[:[,\s]-?\d{16,}/;
const WHOLE = /^-?\d+$/;

// ECMAScript 2026, "JSON.parse source text access"; TypeScript's library does not know it yet.
type ParseWithSource = (
  text: string,
  reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
) => unknown;

function keepLargeIntegers(_key: string, value: unknown, context: { source?: string }): unknown {
  const { source } = context;
  return typeof value === "number" &&
    !Number.isSafeInteger(value) &&
    source !== undefined &&
    WHOLE.test(source)
    ? source
    : value;
}
