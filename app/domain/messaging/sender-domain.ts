/** Under this name our public key stands in our own DNS, and shops point to it from theirs. */
export const DKIM_SELECTOR = "perennial";

export type DnsRecord = { readonly type: "TXT" | "CNAME"; readonly host: string; readonly value: string };

/** What the shop's DNS must say before mails go out under its own domain. */
export function senderRecords(
  domain: string,
  ourDomain: string,
): { readonly spf: DnsRecord; readonly dkim: DnsRecord } {
  return {
    spf: { type: "TXT", host: domain, value: `v=spf1 include:${ourDomain} ~all` },
    dkim: {
      type: "CNAME",
      host: `${DKIM_SELECTOR}._domainkey.${domain}`,
      value: `${DKIM_SELECTOR}._domainkey.${ourDomain}`,
    },
  };
}

export type DnsProblem = "spf-missing" | "spf-many" | "spf-without-us" | "dkim-missing" | "dkim-elsewhere";

/** Compares what the DNS says with what it must say; a TXT with the very key of ours is as good as the CNAME. */
export function findDnsProblem(
  found: {
    /** TXT records of the domain. */
    readonly texts: readonly string[];
    readonly cnames: readonly string[];
    readonly keyTexts: readonly string[];
    readonly ourKeyTexts: readonly string[];
  },
  ourDomain: string,
): DnsProblem | null {
  const spf = found.texts.filter((text) => /^v=spf1(\s|$)/i.test(text.trim()));
  if (spf.length === 0) return "spf-missing";
  if (spf.length > 1) return "spf-many"; // RFC 7208, 4.5: more than one is an error
  const terms = (spf[0] ?? "").toLowerCase().split(/\s+/);
  if (!terms.includes(`include:${ourDomain}`) && !terms.includes(`+include:${ourDomain}`))
    return "spf-without-us";
  const target = `${DKIM_SELECTOR}._domainkey.${ourDomain}`;
  if (found.cnames.some((name) => name.toLowerCase().replace(/\.$/, "") === target)) return null;
  if (found.keyTexts.some((text) => found.ourKeyTexts.includes(text))) return null;
  return found.cnames.length + found.keyTexts.length === 0 ? "dkim-missing" : "dkim-elsewhere";
}

/** A domain as people type it; null: that is none. */
export function readDomain(typed: string): string | null {
  const domain = typed
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/\/.*$/, "")
    .replace(/\.$/, "");
  return domain.length <= 253 && /^(?!-)([a-z0-9-]{1,63}(?<!-)\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(domain)
    ? domain
    : null;
}
