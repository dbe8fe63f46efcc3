/**
 * Codes of ours: Crockford's 32 letters and digits, without I, L, O and U, so that nobody misreads one. Ten of them are 50 bits of
 * chance (a discount code is also bound to its customer); a gift card, which whoever knows it can spend, has sixteen.
 */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export const DISCOUNT_CODE_LETTERS = 10;
export const GIFT_CARD_CODE_LETTERS = 16;

const DISCOUNT_CODE = /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/;

function lettersFrom(bytes: Uint8Array): string {
  return [...bytes].map((byte) => LETTERS[byte & 31]).join("");
}

/** `bytes`: ten random ones. */
export function discountCodeFrom(bytes: Uint8Array): string {
  const letters = lettersFrom(bytes.subarray(0, DISCOUNT_CODE_LETTERS));
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}

/** `bytes`: sixteen random ones. */
export function giftCardCodeFrom(bytes: Uint8Array): string {
  return lettersFrom(bytes.subarray(0, GIFT_CARD_CODE_LETTERS));
}

/** Could it be a code that we issued? Codes of the merchant's own look like it only by chance. */
export function looksIssued(code: string): boolean {
  return DISCOUNT_CODE.test(code.trim().toUpperCase());
}
