import { createInstance } from "i18next";
import { describe, expect, it } from "vitest";
import english from "#app/locales/en/storefront.json" with { type: "json" };
import russian from "#app/locales/ru/storefront.json" with { type: "json" };
import { type MembershipState, membershipPage } from "#app/ui/membership-page.ts";

const ACTION = "/apps/perennial/membership";

async function render(
  state: MembershipState,
  language: "en" | "ru" = "en",
  action = ACTION,
): Promise<string> {
  const i18n = createInstance();
  await i18n.init({
    lng: language,
    resources: { en: { storefront: english }, ru: { storefront: russian } },
    ns: ["storefront"],
    showSupportNotice: false,
  });
  return membershipPage(i18n.getFixedT(language, "storefront"), state, action);
}

describe("the page on which a shopper joins and leaves", () => {
  it("offers a member to leave, saying first that the points stay", async () => {
    const html = await render("member");
    expect(html).toContain('name="wish" value="leave"');
    expect(html.indexOf("your points stay")).toBeLessThan(html.indexOf("<form"));
  });

  it("offers whoever takes no part to join, and a guest to log in", async () => {
    expect(await render("outside")).toContain('name="wish" value="join"');
    expect(await render("logged-out")).toContain('href="/account/login"');
  });

  it("has no button for the excluded and the unknown", async () => {
    for (const state of ["excluded", "unknown"] as const) expect(await render(state)).not.toContain("<form");
  });

  it("speaks Russian to a Russian reader", async () => {
    expect(await render("member", "ru")).toContain("Вы участвуете");
  });

  it("writes nothing that Shopify would take for Liquid or a browser for markup", async () => {
    const html = await render("member", "en", '/apps/{{ shop.secret }}"><script>');
    expect(html).not.toContain("{{");
    expect(html).not.toContain("<script>");
  });
});

describe("the birthday on it", () => {
  const facts = { birthday: "02-29", nextBirthday: "05-04", nextBirthdayYear: 2027 };
  const withBirthday = async (state: MembershipState, told: "kept" | "no-such-day" | null = null) => {
    const i18n = createInstance();
    await i18n.init({
      ...{ lng: "en", resources: { en: { storefront: english } }, ns: ["storefront"] },
      showSupportNotice: false,
    });
    const t = i18n.getFixedT("en", "storefront");
    return membershipPage(t, state, ACTION, { facts, locale: "en", told });
  };

  it("is asked of members alone, says what is known and from when a change counts", async () => {
    const html = await withBirthday("member");
    expect(html).toContain("We have noted February 29. From 2027 on it is May 4.");
    expect(html).toContain('<option value="05" selected>May</option>');
    expect(await withBirthday("outside")).not.toContain('value="birthday"');
    expect(await render("member")).not.toContain('value="birthday"');
  });

  it("that no calendar has is said aloud", async () => {
    expect(await withBirthday("member", "no-such-day")).toContain('role="alert"');
  });
});
