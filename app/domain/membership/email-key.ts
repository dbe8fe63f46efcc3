/**
 * Two addresses belong to one member when they are equal after trimming and lower-casing, and only then: dots and plus
 * tags are other people's business.
 */
export function emailKeyOf(email: string | null): string | null {
  const key = email?.trim().toLowerCase() ?? "";
  return key === "" ? null : key;
}

/** Accents and vowel points that people leave out when they search: Latin, Greek and Cyrillic marks, Arabic and Hebrew points. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;

const PLAIN = /^[\x20-\x7e]*$/;

/** Text as the members page compares it, in any script: `José`, `JOSE` and full-width `ＪＯＳＥ` are one, as are `Фёдор` and `Федор`. */
export function foldText(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase(); // most of an import: ten times as fast
  return text.normalize("NFKD").replace(MARKS, "").toLowerCase().normalize("NFC");
}

/** What the members page searches: name and e-mail, folded. */
export function searchTextOf(name: string | null, email: string | null): string | null {
  const text = foldText([name, email].filter(Boolean).join(" "));
  return text === "" ? null : text;
}
