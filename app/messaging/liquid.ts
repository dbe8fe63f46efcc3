import { Liquid, LiquidError, type FilterImplOptions } from "liquidjs";
import type { MailLocale } from "#app/domain/messaging/mail-template.ts";
import { minorDigits } from "#app/domain/shared/money.ts";
import { plainValue } from "./mail-text.ts";
import { LANGUAGES, type Language } from "./templates/shipped.ts";

/** Tags that would read other files: there are none for words of a merchant. */
const FILE_TAGS = ["include", "render", "layout", "block"];
const WORDS_MAX = 20_000;
const RENDER_MAX_MS = 1_000;
const MEMORY_MAX = 1_000_000;
const STEPS_MAX = 20_000;
export const RESULT_MAX = 100_000;

export type LiquidProblem = { readonly line: number; readonly detail: string };

/**
 * Liquid for the words of a mail, safe for words that others write: no files, unknown filters and tags are errors, no reach into
 * prototypes, and bounded length, time and memory. `strict` also refuses names that no mail knows.
 */
export async function renderLiquid(
  source: string,
  values: object,
  { locale, strict }: { readonly locale: MailLocale; readonly strict: boolean },
): Promise<string> {
  const engine = ENGINES[locale];
  const templates = engine.parse(source);
  const rendered = (await engine.render(templates, values, {
    strictVariables: strict,
    templateLimit: STEPS_MAX,
  })) as string;
  if (rendered.length > RESULT_MAX) throw new Error(`The result is longer than ${RESULT_MAX} characters.`);
  return rendered;
}

/** What is wrong, and in which line of the source; null: nothing. */
export async function findLiquidProblem(
  source: string,
  values: object,
  locale: MailLocale,
): Promise<LiquidProblem | null> {
  try {
    await renderLiquid(source, values, { locale, strict: true });
    return null;
  } catch (problem) {
    if (!(problem instanceof Error)) throw problem;
    const line = LiquidError.is(problem) ? (problem.token.getPosition()[0] ?? 1) : 1;
    const detail = (
      LiquidError.is(problem) ? (problem.originalError?.message ?? problem.message) : problem.message
    )
      .replace(/, line:\d+, col:\d+.*$/s, "")
      .replace(/\n.*$/s, "");
    return { line, detail };
  }
}

function createEngine(locale: MailLocale): Liquid {
  const language = LANGUAGES[locale];
  const engine = new Liquid({
    templates: {}, // instead of a file system
    strictFilters: true,
    ownPropertyOnly: true,
    lenientIf: true,
    outputEscape: plainValue,
    parseLimit: WORDS_MAX,
    renderLimit: RENDER_MAX_MS,
    memoryLimit: MEMORY_MAX,
    timezoneOffset: 0,
    locale,
  });
  for (const tag of FILE_TAGS) delete engine.tags[tag];
  for (const [name, filter] of Object.entries(filtersOf(locale, language)))
    engine.registerFilter(name, filter);
  return engine;
}

function filtersOf(locale: MailLocale, language: Language): Record<string, FilterImplOptions> {
  const numbers = new Intl.NumberFormat(locale);
  const plurals = new Intl.PluralRules(locale);
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const lists = new Intl.ListFormat(locale, { type: "conjunction" });
  const counted = (forms: Language["points"]) => (value: unknown) => {
    const amount = Number(value ?? 0);
    return (forms[plurals.select(amount)] ?? forms.other).replace("{n}", numbers.format(amount));
  };
  return {
    /** `120` is `120 points`. */
    points: counted(language.points),
    days: counted(language.days),
    /** What a tier gives: `1.5 times the points on purchases`. */
    benefit: (value: unknown) => {
      if (!isRecord(value)) return "";
      const { kind, value: factor, points, months, name, names } = value;
      const words = (language.benefits as Readonly<Record<string, string>>)[String(kind)] ?? "";
      const figures: Readonly<Record<string, () => string>> = {
        value: () => numbers.format(Number(factor)),
        points: () => counted(language.points)(points),
        months: () => counted(language.months)(months),
        name: () => String(name),
        names: () => lists.format((names as readonly unknown[]).map(String)),
      };
      return words.replace(/\{(\w+)\}/g, (_, figure: string) => figures[figure]?.() ?? "");
    },
    /** An amount with what it counts: `$120.00 of purchases`, `2 orders`, `300 points`. */
    amount: (value: unknown) => {
      if (!isRecord(value)) return "";
      const { measure, amount, currency } = value;
      if (measure === "points") return counted(language.points)(amount);
      if (measure === "orders") return counted(language.orders)(amount);
      return language.spent.replace("{amount}", () => moneyText(locale, String(amount), String(currency)));
    },
    number: (value: unknown) => numbers.format(Number(value ?? 0)),
    /** `2026-07-01` is `July 1, 2026`. */
    day: (value: unknown) => (isDay(value) ? days.format(new Date(`${value}T00:00:00Z`)) : ""),
    /** Why points came, by the code of the ledger; the merchant's own words stay. */
    reason: (value: unknown, order: unknown) => {
      const code = String(value ?? "");
      const words = language.reasons[code] ?? (/^[a-z-]+$/.test(code) ? language.reasons["other"] : code);
      return (words ?? "").replace("{order}", String(order ?? "")).trim();
    },
  };
}

/** Money in decimal text, with the digits of its currency. */
function moneyText(locale: MailLocale, amount: string, currency: string): string {
  const digits = minorDigits(currency);
  return new Intl.NumberFormat(locale, {
    ...{ style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits },
  }).format(amount as Intl.StringNumericLiteral);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isDay(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
}

const ENGINES: Readonly<Record<MailLocale, Liquid>> = { en: createEngine("en"), ru: createEngine("ru") };
