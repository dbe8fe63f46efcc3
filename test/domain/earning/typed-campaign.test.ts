import { expect, it } from "vitest";
import { NEW_CAMPAIGN, readCampaign, typeCampaign } from "#app/domain/earning/typed-campaign.ts";
import { validateCampaign } from "#app/domain/earning/validate-campaign.ts";

const ZONE = "Europe/Paris";

it("a multiplier's rules and conditions go through its form unchanged; empty conditions are none", () => {
  const typed = {
    ...{ ...NEW_CAMPAIGN, name: "Tea days", kind: "multiplier" as const, ruleIds: ["base"] },
    ...{ include: { tags: ["tea"], vendors: [] }, exclude: { onSale: true } },
  };
  const draft = readCampaign(typed, ZONE);
  expect(draft.terms).toMatchObject({
    ...{ kind: "multiplier", ruleIds: ["base"], include: { tags: ["tea"] }, exclude: { onSale: true } },
  });
  expect(draft.terms).not.toHaveProperty("include.vendors");
  expect(readCampaign(typeCampaign(draft, null, ZONE), ZONE).terms).toEqual(draft.terms);
});

it("a condition that can't be met is refused at its field", () => {
  const typed = {
    ...NEW_CAMPAIGN,
    name: "Tea days",
    kind: "multiplier" as const,
    include: { productIds: ["12"] },
  };
  const around = { now: new Date("2026-04-01T12:00:00Z"), timeZone: ZONE, currency: "EUR" };
  const [fault] = validateCampaign(readCampaign(typed, ZONE), around);
  expect(fault?.pointer).toMatch(/^\/terms\/include\/productIds/);
});
