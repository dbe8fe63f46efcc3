import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Outcome } from "#dev-store/state/model.ts";
import type { Order } from "#dev-store/state/model/order.ts";
import { createCustomer } from "#dev-store/state/operations/customers.ts";
import { editOrder } from "#dev-store/state/operations/edits.ts";
import { createOrder } from "#dev-store/state/operations/orders.ts";
import { refundOrder } from "#dev-store/state/operations/refunds.ts";
import { openFixture, type Fixture } from "./support.ts";

let fixture: Fixture;
beforeEach(async () => {
  fixture = await openFixture();
});
afterEach(() => fixture.close());

function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.value;
}

const money = "{ shopMoney { amount currencyCode } }";
const read = async (order: Order, fields: string) => {
  const answer = await fixture.query(`{ order(id: "gid://shopify/Order/${order.id}") { ${fields} } }`);
  expect(answer.errors).toBeUndefined();
  return answer.data.order;
};
const usd = (amount: string) => ({ shopMoney: { amount, currencyCode: "USD" } });

describe("an order", () => {
  it("shows what was sold, what a refund took and what is left", async () => {
    const ada = must(createCustomer(fixture.store, fixture.state, { email: "ada@example.com" }));
    const order = must(
      createOrder(fixture.store, fixture.state, {
        customerId: ada.id,
        shippingMinor: 500n,
        attributes: [{ name: "gift", value: "yes" }],
        lines: [
          { title: "Mug", priceMinor: 1000n, quantity: 3, taxMinor: 30n, vendor: "Clay & Co" },
          { title: "Card", priceMinor: 2500n, quantity: 1, giftCard: true },
        ],
      }),
    );
    must(
      refundOrder(fixture.store, fixture.state, {
        id: order.id,
        lines: [{ lineId: order.lines[0]!.id, quantity: 2 }],
        shippingMinor: 200n,
      }),
    );
    const shown = await read(
      order,
      `customer { id email } displayFinancialStatus customAttributes { key value }
       originalTotalPriceSet ${money} subtotalPriceSet ${money} currentSubtotalPriceSet ${money} currentTotalPriceSet ${money}
       totalTaxSet ${money} totalShippingPriceSet ${money} totalRefundedSet ${money} totalRefundedShippingSet ${money} netPaymentSet ${money}
       lineItems(first: 5) { nodes { title vendor quantity currentQuantity refundableQuantity isGiftCard originalTotalSet ${money} taxLines { priceSet ${money} } } }
       refunds { createdAt totalRefundedSet ${money} refundLineItems(first: 5) { nodes { quantity lineItem { title } subtotalSet ${money} totalTaxSet ${money} priceSet ${money} } } refundShippingLines(first: 2) { nodes { subtotalAmountSet ${money} } } transactions(first: 2) { nodes { kind status amountSet ${money} } } }
       transactions { kind status gateway amountSet ${money} }`,
    );
    expect(shown).toMatchObject({
      customer: { id: `gid://shopify/Customer/${ada.id}`, email: "ada@example.com" },
      displayFinancialStatus: "PARTIALLY_REFUNDED",
      customAttributes: [{ key: "gift", value: "yes" }],
      originalTotalPriceSet: usd("60.30"),
      subtotalPriceSet: usd("55.00"),
      currentSubtotalPriceSet: usd("35.00"),
      currentTotalPriceSet: usd("38.10"),
      totalTaxSet: usd("0.30"),
      totalShippingPriceSet: usd("5.00"),
      totalRefundedSet: usd("22.20"),
      totalRefundedShippingSet: usd("2.00"),
      netPaymentSet: usd("38.10"),
      lineItems: {
        nodes: [
          {
            title: "Mug",
            vendor: "Clay & Co",
            quantity: 3,
            currentQuantity: 1,
            refundableQuantity: 1,
            isGiftCard: false,
            originalTotalSet: usd("30.00"),
            taxLines: [{ priceSet: usd("0.30") }],
          },
          { title: "Card", quantity: 1, currentQuantity: 1, isGiftCard: true, taxLines: [] },
        ],
      },
      refunds: [
        {
          totalRefundedSet: usd("22.20"),
          refundLineItems: {
            nodes: [
              {
                quantity: 2,
                lineItem: { title: "Mug" },
                subtotalSet: usd("20.00"),
                totalTaxSet: usd("0.20"),
                priceSet: usd("10.00"),
              },
            ],
          },
          refundShippingLines: { nodes: [{ subtotalAmountSet: usd("2.00") }] },
          transactions: { nodes: [{ kind: "REFUND", status: "SUCCESS", amountSet: usd("22.20") }] },
        },
      ],
      transactions: [
        { kind: "SALE", status: "SUCCESS", gateway: "bogus", amountSet: usd("60.30") },
        { kind: "REFUND", status: "SUCCESS" },
      ],
    });
  });

  it("tells its history as agreements whose sales add up to what it is now", async () => {
    const order = must(
      createOrder(fixture.store, fixture.state, {
        email: "ada@example.com",
        processedAt: "2026-07-01T12:00:00Z",
        lines: [{ title: "Mug", priceMinor: 1000n, quantity: 3, taxMinor: 10n }],
      }),
    );
    must(
      editOrder(fixture.store, fixture.state, {
        id: order.id,
        add: [{ title: "Plate", priceMinor: 700n, quantity: 2 }],
        quantities: [{ lineId: order.lines[0]!.id, quantity: 2 }],
        at: "2026-07-02T12:00:00Z",
      }),
    );
    must(
      refundOrder(fixture.store, fixture.state, {
        id: order.id,
        lines: [{ lineId: order.lines[0]!.id, quantity: 1 }],
        at: "2026-07-03T12:00:00Z",
      }),
    );
    const shown = await read(
      order,
      `edited currentSubtotalPriceSet ${money} currentTotalPriceSet ${money} agreements(first: 9) { nodes { __typename reason happenedAt sales(first: 9) { nodes { actionType lineType quantity totalAmount ${money} ... on ProductSale { lineItem { title } } } } ... on RefundAgreement { refund { id } } } }`,
    );
    const agreements = shown.agreements.nodes as {
      __typename: string;
      happenedAt: string;
      sales: {
        nodes: {
          actionType: string;
          quantity: number;
          lineItem?: { title: string };
          totalAmount: { shopMoney: { amount: string } };
        }[];
      };
    }[];
    expect(agreements.map((one) => [one.__typename, one.happenedAt.slice(0, 10)])).toEqual([
      ["OrderAgreement", "2026-07-01"],
      ["OrderEditAgreement", "2026-07-02"],
      ["RefundAgreement", "2026-07-03"],
    ]);
    const sales = agreements.flatMap((one) =>
      one.sales.nodes.map((sale) => [sale.actionType, sale.lineItem?.title, sale.quantity]),
    );
    expect(sales).toEqual([
      ["ORDER", "Mug", 3],
      ["ORDER", "Plate", 2],
      ["RETURN", "Mug", -1],
      ["RETURN", "Mug", -1],
    ]);
    const sum = agreements
      .flatMap((one) => one.sales.nodes)
      .reduce((total, sale) => total + Number(sale.totalAmount.shopMoney.amount), 0);
    expect(sum.toFixed(2)).toBe(shown.currentTotalPriceSet.shopMoney.amount);
    expect(shown.edited).toBe(true);
  });

  it("of a currency without decimals or with three keeps its amounts exact", async () => {
    for (const [currency, amount] of [
      ["JPY", "1500"],
      ["KWD", "1.500"],
    ] as const) {
      const order = must(
        createOrder(fixture.store, fixture.state, {
          email: "a@example.com",
          currency,
          lines: [{ title: "Mug", priceMinor: 1500n, quantity: 1 }],
        }),
      );
      expect(await read(order, `currencyCode totalPriceSet ${money}`)).toEqual({
        currencyCode: currency,
        totalPriceSet: { shopMoney: { amount, currencyCode: currency } },
      });
    }
  });

  it("without a customer, or with one since deleted, has none", async () => {
    const order = must(
      createOrder(fixture.store, fixture.state, { lines: [{ title: "Mug", priceMinor: 100n, quantity: 1 }] }),
    );
    expect(await read(order, "customer { id } email")).toEqual({ customer: null, email: null });
  });

  it("pages through 500 lines", async () => {
    const lines = Array.from({ length: 500 }, (_, index) => ({
      title: `Line ${index}`,
      priceMinor: 100n,
      quantity: 1,
    }));
    const order = must(createOrder(fixture.store, fixture.state, { email: "a@example.com", lines }));
    const titles: string[] = [];
    let after = "";
    for (let page = 0; page < 2; page++) {
      const shown = await read(
        order,
        `lineItems(first: 250${after}) { nodes { title } pageInfo { hasNextPage endCursor } }`,
      );
      titles.push(...(shown.lineItems.nodes as { title: string }[]).map((one) => one.title));
      after = `, after: "${shown.lineItems.pageInfo.endCursor}"`;
      expect(shown.lineItems.pageInfo.hasNextPage).toBe(page === 0);
    }
    expect(titles).toEqual(lines.map((one) => one.title));
  });
});
