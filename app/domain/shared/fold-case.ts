/**
 * A text as it compares regardless of the case of its letters, in any script: "Straße" = "STRASSE", "Σ" = "ς". Composed and
 * decomposed accents are the same.
 */
export function foldCase(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase(); // most tags, and many times as fast
  return text.normalize("NFC").toUpperCase().toLowerCase().replaceAll("ς", "σ").normalize("NFC");
}

const ASCII = /^[\u0020-\u007e]*$/;
