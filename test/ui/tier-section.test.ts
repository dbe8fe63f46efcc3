import { createInstance } from "i18next";
import { describe, expect, it } from "vitest";
import english from "#app/locales/en/storefront.json" with { type: "json" };
import russian from "#app/locales/ru/storefront.json" with { type: "json" };
import type { ShownTier } from "#app/domain/tiers/shown-tiers.ts";
import { createFormat } from "#app/ui/format.ts";
import { tierSection, type TierSection } from "#app/ui/tier-section.ts";

const tier = (id: string, change: Partial<ShownTier> = {}): ShownTier => ({
  ...{ id, name: id, texts: {}, color: null, icon: null, from: [], benefits: [] },
  ...change,
});
const section: TierSection = {
  tiers: {
    join: "any",
    ladder: [
      tier("Silver", { from: [{ measure: "spent", amount: "500" }] }),
      tier("Gold", {
        from: [{ measure: "spent", amount: "1000" }],
        texts: { ru: { name: "Золото", description: null } },
        benefits: [
          { kind: "multiplier", value: "1.5" },
          { kind: "entry-points", points: 21 },
          { kind: "free-shipping" },
        ],
      }),
    ],
  },
  standing: {
    tierId: "Silver",
    closed: null,
    keptThrough: "2026-12-31",
    toKeep: [{ measure: "spent", amount: "120.00", from: "500.00" }],
    next: {
      ...{ tierId: "Gold", percent: 56, by: "2026-12-31" },
      missing: [
        { measure: "spent", amount: "220.00", from: "500.00" },
        { measure: "orders", amount: "2", from: "5" },
      ],
    },
  },
};

async function render(view: TierSection, locale = "en", currency = "USD") {
  const i18n = createInstance();
  await i18n.init({
    ...{ lng: locale, resources: { en: { storefront: english }, ru: { storefront: russian } } },
    interpolation: { escapeValue: false },
  });
  const html = tierSection(
    i18n.getFixedT(null, "storefront"),
    createFormat(locale, { currency, timeZone: "Pacific/Kiritimati" }),
    locale,
    view,
  );
  return html.replaceAll("\u00a0", " ");
}

describe("the tiers on the membership page", () => {
  it("say what is next and by when, in words and as a bar that they name, and what keeps the present one", async () => {
    const html = await render(section);
    expect(html).toContain("$220.00 or 2 orders more by Dec 31, 2026 and you are Gold");
    expect(html).toMatch(/<progress max="100" value="56" aria-labelledby="perennial-next"/);
    expect(html).toContain("Yours through Dec 31, 2026. $120.00 more by then keeps it.");
    expect(html.match(/aria-current/g)).toHaveLength(1);
  });

  it("are in the shopper's language, names too", async () => {
    const html = await render(section, "ru");
    expect(html).toContain(
      "Ещё 220,00 $ или 2 заказа до 31 дек. 2026 г. включительно — и ваш уровень: Золото",
    );
    expect(html).toContain("Баллы за покупки × 1,5");
    expect(html).toContain("В подарок 21 балл");
  });

  it("show yen without decimals", async () => {
    const yen = {
      ...section.standing!.next!,
      missing: [{ measure: "spent" as const, amount: "3800", from: "5000" }],
    };
    expect(
      await render({ ...section, standing: { ...section.standing!, next: yen } }, "en", "JPY"),
    ).toContain("¥3,800 more by");
  });

  it("show a closed tier to its member and, to a guest, the ladder alone", async () => {
    const club = tier("Клуб {{ shop }} <b>");
    const html = await render({
      ...section,
      standing: { ...section.standing!, tierId: club.id, closed: club, next: null },
    });
    expect(html).toContain("Клуб &#123;&#123; shop &#125;&#125; &lt;b>");
    expect(html).not.toContain("<progress");
    const guest = await render({ ...section, standing: null });
    expect(guest).not.toContain("Клуб");
    expect(guest).toContain("From $1,000.00");
  });
});
