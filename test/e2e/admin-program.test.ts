/** A merchant composes a program in the admin, sees what it does, publishes it, and takes it back. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enterAdmin, findBarriers, type Merchant } from "#test/support/admin.ts";
import { closeBrowser } from "#test/support/browser.ts";
import { startStack, type Stack } from "#test/support/stack.ts";

let stack: Stack;
let merchant: Merchant;

beforeAll(async () => {
  stack = await startStack();
  await stack.ready();
  merchant = await enterAdmin(stack, "perennial-demo");
}, 300_000);
afterAll(async () => {
  await closeBrowser();
  await stack.stop();
});

const button = (name: string) => merchant.app.getByRole("button", { name, exact: true });
const field = (name: string) => merchant.app.getByLabel(name, { exact: true });
const text = (words: string) => merchant.app.getByText(words, { exact: true });
const dialog = (name: string) => merchant.app.getByRole("dialog", { name });
const draftKept = () => text("Draft saved").waitFor();
const toOverview = () => merchant.app.getByRole("link", { name: "Program" }).first().click();

type Program = {
  version: number;
  earning: { rules: { id: string; kind: string; points: number }[]; multipliers: { factor: string }[] };
  rewards: { kind: string; points: number; value: string }[];
};
const inForce = async (): Promise<Program> => (await stack.api<Program>("GET", "/api/v1/program")).body;

describe("a merchant composes a program", () => {
  it("with two rules, a multiplier and a reward, and sees at once what an order earns", async () => {
    await merchant.open("/program");
    await text("1 point for every $1.00 of goods.").first().waitFor();
    await text("Earns 40 points").waitFor();

    await merchant.app.getByRole("link", { name: "Add a way to earn" }).click();
    await button("Add: Birthday").click();
    await field("Points").fill("300");
    await text("300 points on the birthday, once a year.").waitFor();
    await toOverview();
    await merchant.app.getByRole("link", { name: "Purchases" }).click();
    await field("Points").fill("2");
    await text("Earns 80 points").waitFor();

    await toOverview();
    await button("Add a multiplier").click();
    await field("Name").fill("Double days");
    await field("Times").fill("1.5");
    await text("Earns 120 points").waitFor();
    await text("Double days, × 1.5: 120 points").waitFor();

    await toOverview();
    await merchant.app.getByRole("link", { name: "Add a reward" }).click();
    await button("Add: Amount off").click();
    await field("Name").fill("5 off");
    await field("Price in points").fill("500");
    await field("Worth").fill("5.00");
    await text("1 point is worth $0.01.").waitFor();
    await draftKept();
    expect((await inForce()).version).toBe(1);
    expect(await findBarriers(merchant)).toEqual([]);
  });

  it("may leave at any time: the draft is there when they come back", async () => {
    await merchant.open("/members");
    await merchant.open("/program");
    await text("4 changes, not published yet").waitFor();
    await draftKept();
  });

  it("is told at the field what can't work, and can't publish it", async () => {
    await merchant.open("/program/life");
    await field("Days held back").fill("many");
    await merchant.app.getByText(/^Enter a whole number of days/).waitFor();
    await button("Review and publish").click();
    const publishing = dialog("Publish a new version?");
    await publishing.getByText("This keeps it from being published").waitFor();
    expect(await publishing.getByRole("button", { name: "Publish" }).isDisabled()).toBe(true);
    await publishing.getByRole("button", { name: "Cancel" }).click();
    await field("Days held back").fill("14");
    await draftKept();
  });

  it("simulates it on the orders of the last 90 days", async () => {
    await merchant.open("/program");
    await button("Compute").click();
    await text("With this draft").waitFor();
  });

  it("publishes it after reading the difference, which stays to be read", async () => {
    await merchant.open("/program");
    await button("Review and publish").click();
    const publishing = dialog("Publish a new version?");
    await publishing.getByText("Double days", { exact: true }).waitFor();
    await publishing.getByText("1 point for every $1.00 of goods.").waitFor();
    await publishing.getByRole("button", { name: "Publish" }).click();
    await publishing.waitFor({ state: "detached" });
    await text("Version 2").first().waitFor();
    const program = await inForce();
    expect(program).toMatchObject({
      version: 2,
      earning: {
        rules: [
          { kind: "purchase", points: 2 },
          { kind: "birthday", points: 300 },
        ],
        multipliers: [{ factor: "1.5" }],
        pendingDays: 14,
      },
      rewards: [{ kind: "amount-off", points: 500, value: "5.00" }],
    });
    expect(await text("Draft saved").count()).toBe(0);
  });

  it("learns that another version was published while they composed, and what it changed", async () => {
    await merchant.open("/program/rules/base");
    await field("Points").fill("5");
    await draftKept();
    const { version: _version, ...body } = await inForce();
    const rules = body.earning.rules.map((rule) => (rule.id === "base" ? { ...rule, points: 3 } : rule));
    const put = await stack.api("PUT", "/api/v1/program", { ...body, earning: { ...body.earning, rules } });
    expect(put.status).toBe(200);
    await merchant.open("/program");
    await text("Version 3 was published meanwhile").waitFor();
    await button("Keep my draft").click();
    await text("Version 3 was published meanwhile").waitFor({ state: "detached" });
    await button("Discard draft").click();
    await dialog("Discard the draft?").getByRole("button", { name: "Discard draft" }).click();
    await text("1 change, not published yet").waitFor({ state: "detached" });
    expect((await inForce()).version).toBe(3);
  });

  it("brings back an older version as a new one, after reading what that changes", async () => {
    await merchant.open("/program");
    await button("Bring back version 1").click();
    const back = dialog("Bring back version 1?");
    await back.getByText("Double days", { exact: true }).waitFor();
    await back.getByRole("button", { name: "Publish it again" }).click();
    await back.waitFor({ state: "detached" });
    await text("Version 4").first().waitFor();
    expect(await inForce()).toMatchObject({
      version: 4,
      earning: { rules: [{ id: "base", points: 1 }], multipliers: [] },
      rewards: [],
    });
    expect(merchant.complaints).toEqual([]);
  });
});
