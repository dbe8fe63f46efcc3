/** The merchant's work in the admin, in a real browser, through the local store's shell. */
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enterAdmin, type Merchant } from "#test/support/admin.ts";
import { closeBrowser } from "#test/support/browser.ts";
import { csv, orderRow } from "#test/support/order-csv.ts";
import { startStack, type Stack } from "#test/support/stack.ts";

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
  await stack.ready();
}, 300_000);
afterAll(async () => {
  await closeBrowser();
  await stack.stop();
});

const button = (merchant: Merchant, name: string | RegExp) => merchant.app.getByRole("button", { name });
const dialog = (merchant: Merchant, name: string) => merchant.app.getByRole("dialog", { name });
/** The keyboard goes on from here: a closed dialog has given back the focus. */
const expectFocus = (where: Locator) =>
  expect.poll(() => where.evaluate((element) => element === document.activeElement)).toBe(true);

describe("a new shop", () => {
  it("is led to its launch, and shows the state of things afterwards", async () => {
    const made = await stack.control<{ apiToken: string }>("POST", "/shops", { name: "Second Shop" });
    expect(made.status).toBeLessThan(300);
    const merchant = await enterAdmin(stack, "second-shop");
    await merchant.open("");
    const { app } = merchant;
    await app.getByRole("heading", { name: "Setup guide" }).waitFor();
    await app.getByText("orders imported").waitFor();

    for (const marked of ["3 of 5", "4 of 5"]) {
      await button(merchant, "I have done this").first().click();
      await app.getByText(`${marked} steps done`).first().waitFor();
    }
    await button(merchant, "Launch").click();
    await dialog(merchant, "Show the program to shoppers?").getByRole("button", { name: "Launch" }).click();
    await app.getByText("Your program is live: shoppers see their points.").waitFor();

    const program = await stack.api("GET", "/api/v1/program", undefined, made.body.apiToken);
    expect(program.status).toBe(200);
    await button(merchant, "Put away").click();
    await app.getByRole("heading", { name: "Setup guide" }).waitFor({ state: "detached" });
    await app.getByRole("heading", { name: "Repeat purchase rate" }).waitFor();
    expect(merchant.complaints).toEqual([]);
  });
});

type Member = { id: string; name: string; email: string; balance: number };

describe("a member", () => {
  let merchant: Merchant;
  let member: Member;

  beforeAll(async () => {
    const members = await stack.api<{ items: Member[] }>("GET", "/api/v1/members?limit=50");
    const found = members.body.items.find(({ balance }) => balance > 0);
    if (found === undefined) throw new Error("nobody in the sample store has points");
    member = found;
    merchant = await enterAdmin(stack, "perennial-demo");
  });

  const balanceOf = async (): Promise<number> =>
    (await stack.api<Member>("GET", `/api/v1/members/${member.id}`)).body.balance;

  it("is found by part of the e-mail, in whatever case", async () => {
    await merchant.open("/members");
    await button(merchant, /Search/)
      .first()
      .click();
    await merchant.app.getByPlaceholder("Search by name or e-mail").fill(member.email.toUpperCase());
    const link = merchant.app.getByRole("link", { name: member.name });
    await merchant.app.locator("tbody tr").nth(1).waitFor({ state: "detached" });
    await link.click();
    await merchant.app.getByRole("heading", { level: 1, name: member.name }).waitFor();
  });

  it("is granted points with a reason, which the history keeps", async () => {
    await merchant.open(`/members/${member.id}`);
    await button(merchant, "Grant or take points").click();
    const asked = dialog(merchant, "Grant or take points");
    await asked.getByRole("button", { name: "Grant points" }).click();
    await asked.getByText("Enter a whole number above 0.").waitFor();
    await asked.getByRole("textbox", { name: "Points" }).fill("25");
    await asked.getByRole("textbox", { name: "Reason" }).fill("a broken vase");
    await asked.getByRole("button", { name: "Grant points" }).click();
    await merchant.app.getByText("Granted by hand: “a broken vase”").waitFor();
    await asked.waitFor({ state: "detached" });
    await expectFocus(button(merchant, "Grant or take points"));
    expect(await balanceOf()).toBe(member.balance + 25);
  });

  it("has an adjustment undone after a question; both entries stay, and the focus returns", async () => {
    const undo = button(merchant, /^Undo entry/);
    await undo.press("Enter");
    const asked = dialog(merchant, "Undo this adjustment?");
    await asked.waitFor();
    await merchant.page.keyboard.press("Escape");
    await asked.waitFor({ state: "detached" });
    await expectFocus(undo);

    await merchant.page.keyboard.press("Enter");
    await asked.getByRole("button", { name: "Undo" }).click();
    await merchant.app.getByText(/^Undid entry \d+$/).waitFor();
    await merchant.app.getByText("Granted by hand: “a broken vase”").waitFor();
    await undo.waitFor({ state: "detached" });
    expect(await balanceOf()).toBe(member.balance);
  });

  it("shows the rule behind an entry and leads to its version", async () => {
    await button(merchant, /^Details of entry 1$/).click();
    await merchant.app
      .getByText(/Rule: .*1 point for every \$1\.00/)
      .first()
      .waitFor();
    await merchant.app.getByRole("link", { name: "Program version 1" }).first().click();
    await merchant.app.getByRole("heading", { level: 1, name: "Program" }).waitFor();
    await merchant.app.getByText("Points never expire.").first().waitFor();
    expect(merchant.complaints).toEqual([]);
  });
});

describe("who takes part", () => {
  it("excludes by tag after saying how many are concerned", async () => {
    const merchant = await enterAdmin(stack, "second-shop");
    await merchant.open("/program");
    await merchant.app.getByRole("textbox", { name: "Excluded tag" }).fill("staff");
    await button(merchant, "Change who takes part").click();
    const asked = dialog(merchant, "Change who takes part?");
    await asked.getByText("No present customer is concerned").waitFor();
    await asked.getByRole("button", { name: "Change", exact: true }).click();
    await expect.poll(() => button(merchant, "Change who takes part").isDisabled()).toBe(true);
    await merchant.open("/program");
    expect(await merchant.app.getByRole("textbox", { name: "Excluded tag" }).inputValue()).toBe("staff");
    expect(merchant.complaints).toEqual([]);
  });
});

describe("an API token", () => {
  it("works from the moment it is shown until it is revoked", async () => {
    const merchant = await enterAdmin(stack, "perennial-demo");
    await merchant.open("/settings");
    await merchant.app.getByRole("textbox", { name: "Name" }).fill("Till");
    await button(merchant, "Create token").click();
    const token = await merchant.app.locator("code").innerText();
    expect((await stack.api("GET", "/api/v1/program", undefined, token)).status).toBe(200);

    await button(merchant, "Revoke Till").click();
    await dialog(merchant, "Revoke Till?").getByRole("button", { name: "Revoke" }).click();
    await merchant.app.getByText("Revoked", { exact: true }).waitFor();
    expect((await stack.api("GET", "/api/v1/program", undefined, token)).status).toBe(401);
    expect(merchant.complaints).toEqual([]);
  });
});

describe("an order export", () => {
  it("with a bad row is kept without it when the merchant says so", async () => {
    const merchant = await enterAdmin(stack, "second-shop");
    await merchant.open("/imports/new");
    const file = csv([orderRow(9001), orderRow(9002, { "Created at": "yesterday" }), orderRow(9003)]);
    const input = merchant.app.locator("input[type=file]");
    await input.setInputFiles({ name: "orders.csv", mimeType: "text/csv", buffer: Buffer.from(file) });
    await button(merchant, "Read the file").click();
    await merchant.app.getByText("1 row could not be used.").waitFor();
    await merchant.app.getByText(/“yesterday” in Created at is no date/).waitFor();
    await button(merchant, "Keep the good rows").click();
    await merchant.app.getByText("The file is imported.").waitFor();
    await merchant.open("/members");
    expect(await merchant.app.locator("tbody tr").count()).toBe(2);
    expect(merchant.complaints).toEqual([]);
  });
});
