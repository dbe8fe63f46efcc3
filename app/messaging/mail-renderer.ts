import { addDays, businessDate, type Day } from "#app/domain/shared/calendar.ts";
import type { MailLocale, MailTemplateId } from "#app/domain/messaging/mail-template.ts";
import type { MailRenderer, MailScene, RenderedMail, WordsProblem } from "#app/usecases/mail/mail-ports.ts";
import type { TierValues } from "#app/usecases/mail/tier-mail-values.ts";
import { findLiquidProblem, renderLiquid } from "./liquid.ts";
import { escapeHtml, isWebAddress, listLinks, restore, toHtml, toText } from "./mail-text.ts";
import { LANGUAGES } from "./templates/shipped.ts";

const SUBJECT_MAX = 200;

/** Words in Liquid become a mail of two parts that say the same, each with the link that ends them. */
export const mailRenderer: MailRenderer = {
  shippedWords: (template, locale) => LANGUAGES[locale].mails[template],

  async check(template, locale, words): Promise<WordsProblem | null> {
    const scene = sampleScene(template, locale);
    for (const field of ["subject", "body"] as const) {
      if (words[field].trim() === "") return { field, line: 1, detail: "It is empty." };
      const problem = await findLiquidProblem(words[field], namesOf(scene), locale);
      if (problem !== null) return { field, ...problem };
    }
    const wrong = listLinks(await renderLiquid(words.body, namesOf(scene), { locale, strict: true })).find(
      (url) => !isWebAddress(url),
    );
    if (wrong !== undefined) {
      const line = words.body.split("\n").findIndex((one) => one.includes(wrong)) + 1;
      return {
        field: "body",
        line: Math.max(1, line),
        detail: `A link begins with https://; this one is ${wrong}`,
      };
    }
    return null;
  },

  async render(words, scene): Promise<RenderedMail> {
    const { locale } = scene;
    const names = namesOf(scene);
    const subject = restore(await renderLiquid(words.subject, names, { locale, strict: false }));
    const body = await renderLiquid(words.body, names, { locale, strict: false });
    const line = subject.replace(/\s+/g, " ").trim().slice(0, SUBJECT_MAX);
    if (line === "" || body.trim() === "") throw new Error("The words of a mail came out empty.");
    return { subject: line, text: textPart(body, scene), html: htmlPart(line, body, scene) };
  },

  sampleMember,
  sampleValues,
};

/** The names that words may use. */
function namesOf({ shop, member, values }: MailScene): Record<string, unknown> {
  const name = member.name?.trim() ?? "";
  return {
    shop: { name: shop.name, url: shop.url, account_url: shop.accountUrl },
    member: {
      name: name === "" ? null : name,
      first_name: name === "" ? null : (name.split(/\s+/)[0] ?? null),
      points: member.spendable,
      balance: member.balance,
      pending: member.pending,
    },
    ...values,
  };
}

function textPart(body: string, { locale, unsubscribeUrl, shop }: MailScene): string {
  const end = unsubscribeUrl === null ? [] : [`${LANGUAGES[locale].unsubscribe}: ${unsubscribeUrl}`];
  return [toText(body), ["-- ", shop.name, ...end].join("\n")].join("\n\n") + "\n";
}

function htmlPart(subject: string, body: string, scene: MailScene): string {
  const { locale, shop, unsubscribeUrl, pixelUrl, trackLink } = scene;
  const end =
    unsubscribeUrl === null
      ? ""
      : `<br><a href="${escapeHtml(unsubscribeUrl)}" style="color:#4a4a4a">${escapeHtml(LANGUAGES[locale].unsubscribe)}</a>`;
  const pixel =
    pixelUrl === null
      ? ""
      : `<img src="${escapeHtml(pixelUrl)}" width="1" height="1" alt="" style="display:block">`;
  return `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;background:#f4f4f4">
<div role="article" lang="${locale}" style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;color:#1a1a1a;font:16px/24px Arial,Helvetica,sans-serif">
${toHtml(body, trackLink)}
<p style="margin:24px 0 0;padding-top:16px;border-top:1px solid #d9d9d9;font-size:14px;line-height:20px;color:#4a4a4a">${escapeHtml(shop.name)}${end}</p>
${pixel}</div>
</body>
</html>
`;
}

function sampleValues(
  template: MailTemplateId,
  locale: MailLocale,
  timeZone: string,
  now: Date,
): Record<string, unknown> {
  const { sample } = LANGUAGES[locale];
  const today = businessDate(now, timeZone);
  const item = (points: number, reason: string, order: string | null, spendable_on: string | null) => ({
    ...{ points, reason, order, spendable_on, through: addDays(today, 30) },
  });
  const line = (points: number, days: number) => ({
    ...{ points, days, through: addDays(today, days - 1), expiry_day: addDays(today, days) },
  });
  switch (template) {
    case "earned":
      return {
        points: 170,
        items: [item(120, "order-earned", "#1001", addDays(today, 14)), item(50, "birthday", null, null)],
      };
    case "matured":
    case "expired":
      return {
        points: 120,
        items: [item(120, template === "matured" ? "lot-matured" : "lot-expired", null, null)],
      };
    case "campaign-bonus":
      return { points: 200, items: [item(200, "campaign-bonus", null, null)] };
    case "expiring":
      return { points: 120, through: addDays(today, 6), days: 7, expiring: [line(120, 7), line(80, 21)] };
    case "last-chance":
      return { points: 120, through: today, days: 1, expiring: [line(120, 1)] };
    case "reward-ready":
      return {
        rewards: [
          { name: sample.reward, points: 500 },
          { name: sample.secondReward, points: 300 },
        ],
      };
    case "redeemed":
      return {
        points: 500,
        reward: {
          name: sample.reward,
          kind: "amount-off",
          code: "PRN-7K2M-9QXD",
          through: addDays(today, 30),
        },
      };
    case "tier-reached":
    case "tier-notice":
    case "tier-lost":
    case "tier-kept":
      return { ...sampleTierValues(template, locale, today) };
  }
}

/** Silver is kept, lost or reached; with gold above it. */
function sampleTierValues(template: MailTemplateId, locale: MailLocale, today: Day): TierValues {
  const [bronze, silver, gold] = LANGUAGES[locale].sample.tiers;
  const spend = (amount: string) => [{ measure: "spent" as const, amount, currency: "USD" }];
  const isLost = template === "tier-lost";
  return {
    tier: { name: silver, description: null },
    now: { name: isLost ? bronze : silver },
    because: isLost ? "missed" : "reached",
    through: isLost ? null : addDays(today, template === "tier-notice" ? 30 : 365),
    benefits: [
      { kind: "multiplier", value: "1.5" },
      { kind: "birthday-points", points: 200 },
      { kind: "free-shipping" },
    ],
    missing: template === "tier-notice" ? spend("120.00") : [],
    join: "any",
    next: isLost
      ? { name: silver, by: addDays(today, 180), missing: spend("500.00") }
      : { name: gold, by: addDays(today, 180), missing: spend("220.00") },
  };
}

function sampleMember(locale: MailLocale) {
  return { name: LANGUAGES[locale].sample.member, balance: 540, spendable: 540, pending: 120 };
}

const SAMPLE_DAY = new Date("2026-07-01T12:00:00Z");

function sampleScene(template: MailTemplateId, locale: MailLocale): MailScene {
  return {
    locale,
    timeZone: "UTC",
    shop: { name: "Shop", url: "https://shop.example/", accountUrl: "https://shop.example/account" },
    member: sampleMember(locale),
    values: sampleValues(template, locale, "UTC", SAMPLE_DAY),
    unsubscribeUrl: null,
    pixelUrl: null,
    trackLink: (url) => url,
  };
}
