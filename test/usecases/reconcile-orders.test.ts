import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reconcileOrders } from "#app/usecases/orders/reconcile-orders.ts";
import { createCustomer, deleteCustomer, updateCustomer } from "#dev-store/state/operations/customers.ts";
import { createOrder, deleteOrder } from "#dev-store/state/operations/orders.ts";
import { refundOrder } from "#dev-store/state/operations/refunds.ts";
import { SHOP } from "../dev-store/admin-api/support.ts";
import { type ImportHouse, type Made, must, openImportHouse } from "./import-house.ts";

let house: ImportHouse;
let ports: ImportHouse["ports"];

beforeEach(async () => {
  house = await openImportHouse();
  ({ ports } = house);
});
afterEach(() => house.close());

describe("reconciling", () => {
  it("takes orders for deleted only as far back as the app may see", async () => {
    house.fill(20);
    await house.importAll();
    const [first] = [...house.fixture.state.all("order").values()] as unknown as Made[];
    must(deleteOrder(house.fixture.store, house.fixture.state, { id: first!.id }));
    await reconcileOrders(ports, SHOP, { complete: true });
    const { rows } = await ports.database.pool.query(
      "SELECT count(*)::int AS count FROM orders WHERE shop_id = $1 AND deleted_at IS NOT NULL",
      [SHOP],
    );
    expect(rows[0].count).toBe(0);
  });

  it("heals what webhooks lost of customers: new, changed and deleted ones", async () => {
    const { store, state } = house.fixture;
    house.fill(12);
    await house.importAll();
    must(createCustomer(store, state, { email: "quiet@example.com", firstName: "Quiet" }));
    const gone = must(createCustomer(store, state, { email: "gone@example.com" }));
    const [first] = [...state.all("customer").values()];
    must(updateCustomer(store, state, { id: first!.id, firstName: "Renamed" }));
    await reconcileOrders(ports, SHOP, { complete: false });
    must(deleteCustomer(store, state, { id: gone.id }));
    await reconcileOrders(ports, SHOP, { complete: true });
    const { rows } = await ports.database.pool.query(
      "SELECT email, name, participation FROM members WHERE shop_id = $1 AND email IN ('quiet@example.com', 'gone@example.com', 'c0@example.com') ORDER BY email",
      [SHOP],
    );
    expect(rows).toEqual([
      { email: "c0@example.com", name: "Renamed 0", participation: "member" },
      { email: "quiet@example.com", name: "Quiet", participation: "outside" },
    ]);
  });

  it("heals what webhooks lost: new, refunded and deleted orders", async () => {
    house.fill(40);
    await ports.database.pool.query(
      "INSERT INTO sessions (id, shop, is_online, state, scope, sealed, updated_at) VALUES ('offline_' || $1, $1, false, '', 'read_orders,read_all_orders', '', now())",
      [SHOP],
    );
    await house.importAll();
    const { store, state } = house.fixture;
    const orders = [...state.all("order").values()] as unknown as Made[];
    must(
      refundOrder(store, state, {
        id: orders[4]!.id,
        lines: [{ lineId: orders[4]!.lines[0]!.id, quantity: 1 }],
      }),
    );
    must(
      createOrder(store, state, {
        email: "new@example.com",
        lines: [{ title: "Late", priceMinor: 4200n, quantity: 1 }],
      }),
    );
    must(deleteOrder(store, state, { id: orders[5]!.id }));
    await reconcileOrders(ports, SHOP, { complete: false });
    await reconcileOrders(ports, SHOP, { complete: true });
    expect((await ports.runs.list(SHOP, 5)).map(({ kind, status }) => [kind, status])).toEqual([
      ["reconcile", "done"],
      ["reconcile", "done"],
      ["first", "done"],
    ]);
    const { rows } = await ports.database.pool.query(
      "SELECT count(*)::int AS count FROM orders WHERE shop_id = $1 AND deleted_at IS NULL",
      [SHOP],
    );
    expect(rows[0].count).toBe(40);
    const expected = await house.expectedTotals();
    expect((await house.totals()).points).toBe(expected.points);
  });
});
