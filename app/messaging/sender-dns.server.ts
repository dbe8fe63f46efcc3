import { Resolver } from "node:dns/promises";
import { DKIM_SELECTOR } from "#app/domain/messaging/sender-domain.ts";
import { accept, refuse } from "#app/domain/shared/outcome.ts";
import type { SenderDns } from "#app/usecases/mail/mail-ports.ts";

const PATIENCE_MS = 5_000;
const NOT_THERE = new Set(["ENODATA", "ENOTFOUND"]);

/** @param ourDomain null: no mail server is set up, and so no domain that a shop could point to */
export function createSenderDns(ourDomain: string | null, servers?: readonly string[]): SenderDns {
  const resolver = new Resolver({ timeout: PATIENCE_MS, tries: 2 });
  if (servers !== undefined) resolver.setServers(servers);
  const texts = (name: string) =>
    orNone(resolver.resolveTxt(name)).then((records) => records.map((parts) => parts.join("")));
  return {
    async look(domain) {
      const key = (of: string) => `${DKIM_SELECTOR}._domainkey.${of}`;
      try {
        const [own, cnames, keyTexts, ourKeyTexts] = await Promise.all([
          texts(domain),
          orNone(resolver.resolveCname(key(domain))),
          texts(key(domain)),
          ourDomain === null ? [] : texts(key(ourDomain)),
        ]);
        return accept({ texts: own, cnames, keyTexts, ourKeyTexts });
      } catch (problem) {
        const { code = "unknown" } = problem as NodeJS.ErrnoException;
        return refuse({
          code: "dns-unreachable",
          detail: `The DNS does not answer (${code}). Try again in a few minutes.`,
        });
      }
    },
  };
}

/** No such record is an answer too. */
async function orNone<T>(asked: Promise<T[]>): Promise<T[]> {
  try {
    return await asked;
  } catch (problem) {
    if (NOT_THERE.has((problem as NodeJS.ErrnoException).code ?? "")) return [];
    throw problem;
  }
}
