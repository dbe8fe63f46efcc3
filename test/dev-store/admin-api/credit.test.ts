import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCustomer } from "#dev-store/state/operations/customers.ts";
import { openFixture, type Fixture, type Json } from "./support.ts";

let fixture: Fixture;
let ada: string;
beforeEach(async () => {
  fixture = await openFixture();
  const made = createCustomer(fixture.store, fixture.state, { email: "ada@example.com" });
  if (!made.ok) throw new Error(made.detail);
  ada = `gid://shopify/Customer/${made.value.id}`;
});
afterEach(() => fixture.close());

async function mutate(
  field: string,
  type: string,
  argument: string,
  id: string,
  input: object,
): Promise<Json> {
  const answer = await fixture.query(
    `mutation ($id: ID!, $input: ${type}!) { ${field}(id: $id, ${argument}: $input) { storeCreditAccountTransaction { id amount { amount currencyCode } balanceAfterTransaction { amount } account { id owner { ... on Customer { id } } } } userErrors { field code message } } }`,
    { id, input },
  );
  expect(answer.errors).toBeUndefined();
  return answer.data[field];
}
const credit = (amount: string, change: object = {}, id = ada) =>
  mutate("storeCreditAccountCredit", "StoreCreditAccountCreditInput", "creditInput", id, {
    creditAmount: { amount, currencyCode: "USD" },
    ...change,
  });
const debit = (amount: string, id = ada, currencyCode = "USD") =>
  mutate("storeCreditAccountDebit", "StoreCreditAccountDebitInput", "debitInput", id, {
    debitAmount: { amount, currencyCode },
  });

describe("store credit", () => {
  it("is credited to an account opened by the way, and debited from it", async () => {
    const first = await credit("5.00");
    expect(first).toMatchObject({
      userErrors: [],
      storeCreditAccountTransaction: {
        amount: { amount: "5.00", currencyCode: "USD" },
        balanceAfterTransaction: { amount: "5.00" },
        account: { owner: { id: ada } },
      },
    });
    const account = first.storeCreditAccountTransaction.account.id as string;
    expect(
      (await credit("2.50", {}, account)).storeCreditAccountTransaction.balanceAfterTransaction.amount,
    ).toBe("7.50");
    expect((await debit("3.00", account)).storeCreditAccountTransaction).toMatchObject({
      amount: { amount: "-3.00" },
      balanceAfterTransaction: { amount: "4.50" },
    });
    const answer = await fixture.query(
      `{ customer(id: "${ada}") { storeCreditAccounts(first: 2) { nodes { balance { amount } transactions(first: 9) { nodes { __typename amount { amount } createdAt event ... on StoreCreditAccountCreditTransaction { remainingAmount { amount } expiresAt } } } } } } }`,
    );
    expect(answer.data.customer.storeCreditAccounts.nodes).toMatchObject([
      {
        balance: { amount: "4.50" },
        transactions: {
          nodes: [
            {
              __typename: "StoreCreditAccountCreditTransaction",
              amount: { amount: "5.00" },
              remainingAmount: { amount: "2.00" },
            },
            { __typename: "StoreCreditAccountCreditTransaction", remainingAmount: { amount: "2.50" } },
            { __typename: "StoreCreditAccountDebitTransaction", amount: { amount: "-3.00" } },
          ],
        },
      },
    ]);
  });

  it("that has expired by the store's clock is no longer in the balance", async () => {
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const { account } = (await credit("5.00", { expiresAt })).storeCreditAccountTransaction as {
      account: { id: string };
    };
    const balance = async () =>
      (await fixture.query(`{ storeCreditAccount(id: "${account.id}") { balance { amount } } }`)).data
        .storeCreditAccount.balance.amount;
    expect(await balance()).toBe("5.00");
    fixture.store.setClockOffsetMs(2 * 86_400_000);
    expect(await balance()).toBe("0.00");
    expect((await debit("1.00", account.id)).userErrors[0].code).toBe("INSUFFICIENT_FUNDS");
  });

  it.each([
    ["nothing", () => credit("0"), "NEGATIVE_OR_ZERO_AMOUNT"],
    ["to nobody", () => credit("1.00", {}, "gid://shopify/Customer/1"), "OWNER_NOT_FOUND"],
    ["to no account", () => credit("1.00", {}, "gid://shopify/StoreCreditAccount/1"), "ACCOUNT_NOT_FOUND"],
    ["expired at once", () => credit("1.00", { expiresAt: "2020-01-01T00:00:00Z" }), "EXPIRES_AT_IN_PAST"],
    ["from nobody's account", () => debit("1.00"), "ACCOUNT_NOT_FOUND"],
  ])("refuses %s", async (_, run, code) => {
    expect(await run()).toMatchObject({ storeCreditAccountTransaction: null, userErrors: [{ code }] });
  });

  it("refuses another currency on an account, and more than it holds", async () => {
    const { account } = (await credit("5.00")).storeCreditAccountTransaction as { account: { id: string } };
    expect(
      (await credit("1.00", { creditAmount: { amount: "1.00", currencyCode: "EUR" } }, account.id))
        .userErrors[0].code,
    ).toBe("MISMATCHING_CURRENCY");
    expect((await debit("1.00", account.id, "EUR")).userErrors[0].code).toBe("MISMATCHING_CURRENCY");
    expect((await debit("5.01")).userErrors[0].code).toBe("INSUFFICIENT_FUNDS");
  });
});

describe("gift cards", () => {
  const create = async (input: object) =>
    (
      await fixture.query(
        "mutation ($input: GiftCardCreateInput!) { giftCardCreate(input: $input) { giftCard { id balance { amount } lastCharacters customer { id } enabled expiresOn } giftCardCode userErrors { field code } } }",
        { input },
      )
    ).data.giftCardCreate;

  it("are made with a code chosen by us, for a customer, and switched off for good", async () => {
    const made = await create({
      initialValue: "25.00",
      code: "perennial1234567",
      customerId: ada,
      expiresOn: "2030-01-31",
    });
    expect(made).toMatchObject({
      userErrors: [],
      giftCardCode: "perennial1234567",
      giftCard: {
        balance: { amount: "25.00" },
        lastCharacters: "4567",
        customer: { id: ada },
        enabled: true,
        expiresOn: "2030-01-31",
      },
    });
    const off = () =>
      fixture.query(
        `mutation { giftCardDeactivate(id: "${made.giftCard.id}") { giftCard { enabled deactivatedAt } userErrors { code } } }`,
      );
    expect((await off()).data.giftCardDeactivate).toMatchObject({
      giftCard: { enabled: false },
      userErrors: [],
    });
    const unknown = await fixture.query(
      'mutation { giftCardDeactivate(id: "gid://shopify/GiftCard/1") { userErrors { code } } }',
    );
    expect(unknown.data.giftCardDeactivate.userErrors).toEqual([{ code: "GIFT_CARD_NOT_FOUND" }]);
  });

  it("refuse a taken or short code, no value, and nobody", async () => {
    await create({ initialValue: "1.00", code: "TAKENCODE" });
    expect((await create({ initialValue: "1.00", code: "takencode" })).userErrors).toEqual([
      { field: ["input", "code"], code: "TAKEN" },
    ]);
    expect((await create({ initialValue: "1.00", code: "short" })).userErrors[0].code).toBe("INVALID");
    expect((await create({})).userErrors[0].code).toBe("MISSING_ARGUMENT");
    expect((await create({ initialValue: "0" })).userErrors[0].code).toBe("GREATER_THAN");
    expect(
      (await create({ initialValue: "1.00", customerId: "gid://shopify/Customer/1" })).userErrors[0].code,
    ).toBe("CUSTOMER_NOT_FOUND");
  });

  it("need their own scope", async () => {
    const { installation } = fixture.state;
    fixture.store.write(fixture.state, (change) =>
      change.put("installation", { ...installation!, grantedScopes: ["write_customers"] }),
    );
    const answer = await fixture.query(
      'mutation { giftCardCreate(input: { initialValue: "1.00" }) { giftCard { id } } }',
    );
    expect(answer.errors?.[0]).toMatchObject({
      path: ["giftCardCreate"],
      extensions: { requiredAccess: "`write_gift_cards` access scope." },
    });
    expect(fixture.state.all("giftCard").size).toBe(0);
  });
});
