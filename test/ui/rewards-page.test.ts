import { createInstance } from "i18next";
import { describe, expect, it } from "vitest";
import english from "#app/locales/en/storefront.json" with { type: "json" };
import russian from "#app/locales/ru/storefront.json" with { type: "json" };
import { createFormat } from "#app/ui/format.ts";
import { rewardsPage, type RewardsView } from "#app/ui/rewards-page.ts";
import { reward } from "#test/support/rewards.ts";

const known: RewardsView = {
  state: "known",
  spendable: 1250,
  key: "k",
  rewards: [
    { reward: reward(), because: null, tiers: [] },
    { reward: reward({ id: "hidden", name: "Hidden" }), because: "scope-missing", tiers: [] },
    {
      reward: reward({ id: "dear", name: "Dear one", points: 5000 }),
      because: "insufficient-points",
      tiers: [],
    },
    {
      reward: reward({
        ...{ id: "slide", name: "Slide", points: 100, value: "1.00" },
        slider: { minimumPoints: 150, maximumPoints: null, maximumShare: null },
      }),
      ...{ because: null, tiers: [] },
    },
  ],
  redemptions: [
    {
      ...{
        redemptionId: "r1",
        name: "5 off",
        points: 500,
        status: "issued",
        code: "ABCDE-12345",
        mayComeBack: true,
      },
      expiresAt: new Date("2026-05-02T04:00:00Z"),
    },
    {
      ...{
        redemptionId: "r2",
        name: "5 off",
        points: 500,
        status: "used",
        code: "ZZZZZ-12345",
        mayComeBack: false,
      },
      expiresAt: null,
    },
  ],
};

async function render(view: RewardsView, language: "en" | "ru" = "en", notice: string | null = null) {
  const i18n = createInstance();
  await i18n.init({
    lng: language,
    resources: { en: { storefront: english }, ru: { storefront: russian } },
    ns: ["storefront"],
    showSupportNotice: false,
    interpolation: { escapeValue: false },
  });
  const format = createFormat(language, { currency: "USD", timeZone: "America/New_York" });
  const page = { action: "/apps/perennial/rewards", notice };
  return rewardsPage(i18n.getFixedT(language, "storefront"), format, view, page);
}

describe("the page on which a shopper redeems", () => {
  it("offers what can be taken, each with a key of its own, and says why the rest can't", async () => {
    const html = await render(known);
    expect(html).toContain("You can spend 1,250 points.");
    expect(html).toContain('name="reward" value="five-off"');
    expect(html).toContain('name="key" value="k-five-off"');
    expect(html).not.toContain('value="dear"');
    expect(html).toContain("You don't have enough points yet.");
  });

  it("does not speak of what the merchant has not opened", async () => {
    expect(await render(known)).not.toContain("Hidden");
  });

  it("asks with a slider for whole steps between its least and what there is", async () => {
    expect(await render(known)).toContain('min="200" max="1200" step="100" value="1200"');
  });

  it("shows a code with its last day, and lets only what is unused be given back", async () => {
    const html = await render(known);
    expect(html).toContain("Code: ABCDE-12345");
    expect(html).toContain("usable through May 1, 2026");
    expect(html).toContain("<h3>5 off</h3><p>500 points</p>");
    expect(html.match(/name="cancel"/g)).toHaveLength(1);
  });

  it("tells what became of the form in a live region, in the reader's language", async () => {
    expect(await render(known, "ru", "reserved")).toMatch(/<p role="status">Награда готовится/);
    expect(await render({ state: "logged-out" })).toContain('href="/account/login"');
  });

  it("names the tiers that a reward needs, and shows nobody else what is for closed tiers alone", async () => {
    const rewards = [
      { reward: reward({ name: "Cup" }), because: "tier-required", tiers: ["Silver", "Gold"] },
      { reward: reward({ id: "club", name: "Club night" }), because: "tier-required", tiers: [] },
    ];
    const html = await render({ ...known, rewards });
    expect(html).toContain("For members of Silver or Gold.");
    expect(html).not.toContain("Club night");
    expect(await render({ ...known, rewards }, "ru")).toContain("Для уровней: Silver или Gold.");
  });

  it("writes nothing that Shopify would take for Liquid or a browser for markup", async () => {
    const name = "{{ shop.secret }}<script>";
    const html = await render({
      ...known,
      rewards: [{ reward: reward({ name }), because: null, tiers: [] }],
    });
    expect(html).not.toContain("{{");
    expect(html).not.toContain("<script>");
  });
});
