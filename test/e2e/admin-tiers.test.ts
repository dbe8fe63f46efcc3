/** A merchant sets up tiers, sees who will stand where, publishes them, and moves a member by hand and back. */
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
const text = (words: string | RegExp) => merchant.app.getByText(words, { exact: true });
const link = (name: string) => merchant.app.getByRole("link", { name, exact: true });
const dialog = (name: string) => merchant.app.getByRole("dialog", { name });

type Member = { id: string; customerId: string; tier: { id: string; name: string } | null };
const members = async (): Promise<Member[]> =>
  (await stack.api<{ items: Member[] }>("GET", "/api/v1/members?limit=250")).body.items;
const tierOf = async (id: string): Promise<string | null> =>
  (await stack.api<Member>("GET", `/api/v1/members/${id}`)).body.tier?.id ?? null;

describe("a merchant sets up tiers", () => {
  it("from a ready ladder, changes it with what it comes to in words, and orders it by keys", async () => {
    await merchant.open("/program/tiers");
    await button("Add: Bronze, Silver, Gold by spending").click();
    await link("Gold").click();
    await field("Points for purchases, times").fill("2");
    await text(
      "A member with $1,000.00 spent within 12 months is Gold and earns 2 points for every $1.00.",
    ).waitFor();
    await field("Spent, from").fill("much");
    await text(/^Enter a number of 0 or more/).waitFor();
    await field("Spent, from").fill("600");
    await text(/^Enter a number of 0 or more/).waitFor({ state: "detached" });
    expect(await findBarriers(merchant)).toEqual([]);

    await link("Tiers").first().click();
    await button("Move up: Gold").focus();
    await merchant.page.keyboard.press("Enter");
    await text("Gold is now number 2 of 3.").waitFor();
    expect(await button("Move up: Gold").evaluate((one) => one === document.activeElement)).toBe(true);
    await button("Move down: Gold").click();
    await text("Gold is now number 3 of 3.").waitFor();
    await text("From $600.00 spent within 12 months. Points × 2. 250 points on entry.").waitFor();
    expect(await findBarriers(merchant)).toEqual([]);
  });

  it("sees who would stand where before publishing, and publishes", async () => {
    const everybody = (await members()).length;
    await button("Review and publish").click();
    const publishing = dialog("Publish a new version?");
    await publishing.getByRole("table", { name: "Who would stand where" }).waitFor();
    const thenIn = async (tier: string) =>
      Number(
        await publishing
          .getByRole("row", { name: new RegExp(`^${tier} `) })
          .getByRole("cell")
          .nth(1)
          .textContent(),
      );
    const then = [await thenIn("Bronze"), await thenIn("Silver"), await thenIn("Gold")];
    expect(then.every((count) => count > 0)).toBe(true);
    expect(await findBarriers(merchant)).toEqual([]);
    await publishing.getByRole("button", { name: "Publish" }).click();
    await text("Version 2").first().waitFor();

    await expect
      .poll(async () => (await members()).filter(({ tier }) => tier !== null).length, { timeout: 60_000 })
      .toBe(everybody);
    const placed = await members();
    expect(
      ["bronze", "silver", "gold"].map((id) => placed.filter(({ tier }) => tier?.id === id).length),
    ).toEqual(everybody < 250 ? then : expect.any(Array));
  });

  it("finds the members of a tier, and those who are near one with a campaign for them", async () => {
    await merchant.open("/tiers");
    await merchant.app
      .getByText(/within one order of (Silver|Gold)\.$/)
      .first()
      .waitFor();
    expect(await findBarriers(merchant)).toEqual([]);
    await button("Prepare a campaign for members near Silver")
      .or(link("Prepare a campaign for members near Silver"))
      .click();
    await merchant.app.getByText(/^Reaches \d+ members? now$/).waitFor();
    expect(await field("Name").inputValue()).toBe("One step to Silver");
    await merchant.open("/tiers");
    await link("Gold").click();
    await text("Tier: Gold").first().waitFor();
  });
});

describe("a member", () => {
  it("is put into a tier by hand with a reason, and let go of again", async () => {
    const bronze = (await members()).find(({ tier }) => tier?.id === "bronze");
    if (bronze === undefined) throw new Error("somebody is in the lowest tier");
    await merchant.open(`/members/${bronze.id}`);
    await button("Change").click();
    const changing = dialog("Change the tier by hand");
    await changing.getByRole("button", { name: "Change" }).click();
    await text("Say why.").waitFor();
    await changing.getByLabel("Tier", { exact: true }).selectOption("gold");
    await changing.getByLabel("Reason").fill("A friend of the house");
    expect(await findBarriers(merchant)).toEqual([]);
    await changing.getByRole("button", { name: "Change" }).click();
    await text("At least Gold, without an end.").waitFor();
    await text("From Bronze to Gold").waitFor();
    await text("“A friend of the house”").waitFor();
    expect(await tierOf(bronze.id)).toBe("gold");

    await changing.waitFor({ state: "detached" });
    await button("Change").click();
    await changing.getByLabel("Tier", { exact: true }).selectOption("bronze");
    await text("This takes Gold from the member at once, unless their own figures reach it.").waitFor();
    await changing.getByRole("button", { name: "Cancel" }).click();

    await button("Undo").click();
    await dialog("Let go of this tier?").getByRole("button", { name: "Let go" }).click();
    await text("At least Gold, without an end.").waitFor({ state: "detached" });
    await stack.control("POST", "/clock", { advanceDays: 2 });
    expect(await tierOf(bronze.id)).toBe("bronze");
    await merchant.open(`/members/${bronze.id}`);
    await text("From Gold to Bronze").waitFor();
    expect(merchant.complaints).toEqual([]);
  });
});

describe("members by the dozen", () => {
  it("are put into tiers by a file, which says what it can't do before it does the rest, and are taken back", async () => {
    const [one, other] = (await members()).filter(({ tier }) => tier?.id === "bronze");
    if (one === undefined || other === undefined) throw new Error("somebody is in the lowest tier");
    await merchant.open("/tiers");
    await link("Tiers from a file").or(button("Tiers from a file")).first().click();
    await link("Upload a file").or(button("Upload a file")).first().click();
    const rows = [`${one.customerId},gold,`, `${other.customerId},Platinum,`];
    await merchant.app.locator("input[type=file]").setInputFiles({
      ...{ name: "club.csv", mimeType: "text/csv" },
      buffer: Buffer.from(["customer id,tier,until", ...rows].join("\n")),
    });
    await field("Reason").fill("The club of old");
    await button("Preview").click();
    await text("Your program has no tier “Platinum”.").waitFor();
    await text("Sets the tier of 1 member").waitFor();
    expect(await findBarriers(merchant)).toEqual([]);
    expect(await tierOf(one.id)).toBe("bronze");

    await button("Set tiers").click();
    await dialog("Set these tiers?").getByRole("button", { name: "Set tiers" }).click();
    await text("Tier set for 1 member").waitFor();
    await button("Take back").waitFor();
    expect([await tierOf(one.id), await tierOf(other.id)]).toEqual(["gold", "bronze"]);

    await button("Take back").click();
    await dialog("Take this file back?").getByRole("button", { name: "Take back" }).click();
    await text("Taken back").first().waitFor();
    expect(await tierOf(one.id)).toBe("bronze");
    await merchant.open("/activity");
    await text("Took the tiers of a file back").waitFor();
    await merchant.app
      .getByRole("link", { name: /^Open what record / })
      .first()
      .click();
    await text("The club of old").waitFor();
    expect(merchant.complaints).toEqual([]);
  });
});

describe("an older version with other tiers", () => {
  it("comes back as the draft, which asks where the members of a tier go that it does not have", async () => {
    const { body: inForce } = await stack.api<{ version: number; tiers: { ladder: object[] } }>(
      "GET",
      "/api/v1/program",
    );
    const { version, ...body } = inForce;
    const club = { id: "club", name: "Club", from: null };
    const tiers = { ...body.tiers, ladder: [...body.tiers.ladder, club] };
    expect((await stack.api("PUT", "/api/v1/program", { ...body, tiers })).status).toBe(200);
    const invited = (await members()).find(({ tier }) => tier?.id === "bronze");
    if (invited === undefined) throw new Error("somebody is in the lowest tier");
    const invitation = { tierId: "club", reason: "A founder", idempotencyKey: "founder" };
    expect((await stack.api("POST", `/api/v1/members/${invited.id}/tier`, invitation)).status).toBe(201);

    await merchant.open("/program");
    await button(`Bring back version ${version}`).click();
    const back = dialog(`Bring back version ${version}?`);
    expect(await findBarriers(merchant)).toEqual([]);
    await back.getByRole("button", { name: "Open as a draft" }).click();
    await button("Review and publish").click();
    const publishing = dialog("Publish a new version?");
    await publishing
      .getByLabel("Club is removed: its 1 member goes to", { exact: true })
      .selectOption({ label: "Gold" });
    await publishing.getByRole("button", { name: "Publish" }).click();
    await publishing.waitFor({ state: "detached" });
    await expect.poll(() => tierOf(invited.id), { timeout: 60_000 }).toBe("gold");
    expect(merchant.complaints).toEqual([]);
  });
});
