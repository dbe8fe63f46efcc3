/**
 * A text as it compares regardless of the case of its letters, in any script: "Straße" = "STRASSE", "Σ" = "ς". Composed and
 * decomposed accents are the same.
 */
export function foldCase(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase(); // most tags, and many times as fast
  return text.normalize("NFC").toUpperCase().toLowerCase().replaceAll("ς", "σ").normalize("NFC");
}

/** Whether one of these tags is this one: Shopify's tags are the same in any case of letters. */
export function hasTag(tags: readonly string[], wanted: string): boolean {
  const folded = foldCase(wanted);
  return tags.some((tag) => foldCase(tag) === folded);
}

const ASCII = /^[\u0020-\u007e]*$/;
