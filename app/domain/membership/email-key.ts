/**
 * Two addresses belong to one member when they are equal after trimming and lower-casing, and only then: dots and plus
 * tags are other people's business.
 */
export function emailKeyOf(email: string | null): string | null {
  const key = email?.trim().toLowerCase() ?? "";
  return key === "" ? null : key;
}

/** What the members page searches: lower-cased name and e-mail. */
export function searchTextOf(name: string | null, email: string | null): string | null {
  const text = [name, email].filter(Boolean).join(" ").toLowerCase();
  return text === "" ? null : text;
}
