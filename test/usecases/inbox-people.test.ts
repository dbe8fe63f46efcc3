import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Webhook } from "#app/usecases/inbox/inbox-ports.ts";
import { syncMetafields } from "#app/usecases/members/sync-metafields.ts";
import { gid } from "#dev-store/state/ids.ts";
import type { Id } from "#dev-store/state/model.ts";
import {
  createCustomer,
  deleteCustomer,
  mergeCustomers,
  updateCustomer,
} from "#dev-store/state/operations/customers.ts";
import { createOrder, deleteOrder, updateOrder } from "#dev-store/state/operations/orders.ts";
import { redactCustomer, tellPrivacy } from "#dev-store/state/operations/privacy.ts";
import { openFixture, type Fixture } from "../dev-store/admin-api/support.ts";
import { openHouse, recordWebhooks, SHOP, type House } from "./inbox-house.ts";

let fixture: Fixture;
let house: House;
let sent: Webhook[];
let names = 0;

beforeAll(async () => {
  fixture = await openFixture();
  sent = recordWebhooks(fixture);
});
afterAll(() => fixture.close());
beforeEach(async () => {
  house = await openHouse(fixture);
  sent.length = 0;
});
afterEach(() => house.close());

function done<T>(outcome: { ok: true; value: T } | { ok: false; detail: string }): T {
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.value;
}

const register = (input: Partial<Parameters<typeof createCustomer>[2]> = {}): { id: Id; email: string } => {
  const email = `person-${++names}@example.com`;
  return {
    email,
    id: done(
      createCustomer(fixture.store, fixture.state, {
        email,
        firstName: "Ada",
        lastName: "Lovelace",
        ...input,
      }),
    ).id,
  };
};
const buy = (customerId: Id, priceMinor = 4000n) =>
  done(
    createOrder(fixture.store, fixture.state, {
      customerId,
      lines: [{ title: "Tea", priceMinor, quantity: 1 }],
    }),
  );

/** Everything sent so far arrives and is worked off. */
async function settle(): Promise<void> {
  await house.deliver(sent.splice(0));
  await house.drain();
  expect(await house.query("SELECT topic, failure FROM inbox_events WHERE failure IS NOT NULL")).toEqual([]);
}

type MemberRow = {
  participation: string;
  balance: string;
  email: string | null;
  name: string | null;
  customer_id: string | null;
  tags: string[];
};
const members = () => house.query<MemberRow>("SELECT * FROM members ORDER BY member_id");
const memberOf = async (customerId: Id) =>
  (await members()).find((one) => one.customer_id === gid("Customer", customerId));

describe("customers", () => {
  test("without an order take no part yet, and their name follows Shopify's", async () => {
    const { id } = register();
    done(updateCustomer(fixture.store, fixture.state, { id, firstName: "Augusta" }));
    await settle();
    expect(await memberOf(id)).toMatchObject({ participation: "outside", name: "Augusta Lovelace" });
  });

  test("with the excluded tag earn nothing from their very first order, although no webhook tells the tag", async () => {
    await house.query("UPDATE shops SET excluded_tag = 'staff'");
    const { id } = register({ tags: ["staff"] });
    sent.length = 0; // customers/create was lost
    buy(id);
    await settle();
    expect(await memberOf(id)).toMatchObject({ participation: "excluded", balance: "0", tags: ["staff"] });
  });

  test("merged in Shopify are merged here; a merge that failed changes nothing", async () => {
    const [kept, gone] = [register(), register()];
    buy(kept.id);
    buy(gone.id, 1000n);
    await settle();
    done(mergeCustomers(fixture.store, fixture.state, { keptId: kept.id, deletedId: gone.id, fail: true }));
    await settle();
    expect(await memberOf(kept.id)).toMatchObject({ balance: "40" });
    done(mergeCustomers(fixture.store, fixture.state, { keptId: kept.id, deletedId: gone.id }));
    await settle();
    expect(await memberOf(kept.id)).toMatchObject({ balance: "50" });
  });

  test("deleted in Shopify take no part any more", async () => {
    const [nobody, buyer] = [register(), register()];
    buy(buyer.id);
    await settle();
    done(deleteCustomer(fixture.store, fixture.state, { id: nobody.id }));
    done(deleteCustomer(fixture.store, fixture.state, { id: buyer.id, evenWithOrders: true }));
    await settle();
    expect(await memberOf(nobody.id)).toBeUndefined();
    expect((await members()).map((one) => one.participation)).toEqual(["left"]);
  });
});

describe("deleted orders", () => {
  test("lose what they earned, whichever comes first: the order or its deletion", async () => {
    const { id } = register();
    const order = buy(id);
    const told = sent.splice(0);
    done(deleteOrder(fixture.store, fixture.state, { id: order.id }));
    await settle();
    sent.push(...told);
    await settle();
    expect(await house.query("SELECT deleted_at IS NOT NULL AS deleted, kept_points FROM orders")).toEqual([
      { deleted: true, kept_points: "0" },
    ]);
    expect((await members()).every((one) => one.balance === "0")).toBe(true);
  });

  test("known before are reversed", async () => {
    const order = buy(register().id);
    await settle();
    done(deleteOrder(fixture.store, fixture.state, { id: order.id }));
    await settle();
    expect(await house.query("SELECT points FROM entries ORDER BY seq")).toEqual([
      { points: "40" },
      { points: "-40" },
    ]);
  });
});

describe("compliance", () => {
  test("a data request finds all we hold about the customer, for the merchant to hand over", async () => {
    const ada = register();
    const order = buy(ada.id);
    buy(register().id);
    tellPrivacy(fixture.store, fixture.state, { topic: "customers/data_request", customerId: ada.id });
    await settle();
    const [request] = await house.privacy.list(SHOP, 10);
    expect(request).toMatchObject({
      topic: "customers/data_request",
      customerId: gid("Customer", ada.id),
      export: {
        customerId: gid("Customer", ada.id),
        email: ada.email,
        members: [{ email: ada.email, name: "Ada Lovelace", balance: 40 }],
        entries: [{ kind: "earn", points: 40 }],
        orders: [
          {
            id: gid("Order", order.id),
            name: order.name,
            lines: [{ title: "Tea", quantity: 1, netMinor: "4000" }],
          },
        ],
      },
    });
    expect(request?.doneAt).not.toBeNull();
    expect(request?.requestId, "it stands in the address of the export").not.toContain("/");
    expect(request!.dueAt.getTime() - request!.receivedAt.getTime()).toBe(30 * 24 * 3600 * 1000);
  });

  test("erasing a customer leaves the entries and nothing that tells who it was, also in what failed", async () => {
    const ada = register();
    const order = buy(ada.id);
    await settle();
    tellPrivacy(fixture.store, fixture.state, { topic: "customers/data_request", customerId: ada.id });
    const leftover = `{"id":${order.id},"customer":{"id":${ada.id},"email":"${ada.email}"`;
    await house.deliver([
      {
        shopId: SHOP,
        topic: "orders/updated",
        eventId: "broken",
        triggeredAt: fixture.store.now(),
        payload: leftover,
      },
    ]);
    await house.deliver(sent.splice(0));
    await house.drain();
    tellPrivacy(fixture.store, fixture.state, { topic: "customers/redact", customerId: ada.id });
    redactCustomer(fixture.store, fixture.state, { id: ada.id });
    updateOrder(fixture.store, fixture.state, { id: order.id, note: "told again after the erasure" });
    await house.deliver(sent.splice(0));
    await house.drain();

    expect(await house.query("SELECT points FROM entries")).toEqual([{ points: "40" }]);
    const tables = await house.query<{ name: string }>(
      "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
    );
    for (const { name } of tables) {
      const found = await house.query(
        `SELECT 1 FROM "${name}" t WHERE t::text ILIKE '%${ada.email}%' OR t::text ILIKE '%Lovelace%'`,
      );
      expect(found, `${name} still names the customer`).toEqual([]);
    }
    expect((await members()).map((one) => one.participation)).toEqual(["erased"]);
  });

  test("erasing a shop works after the uninstall and leaves only the fact that it was done", async () => {
    buy(register().id);
    await settle();
    await house.shops.uninstall(SHOP, fixture.store.now());
    tellPrivacy(fixture.store, fixture.state, { topic: "shop/redact", customerId: null });
    await house.deliver(sent.splice(0));
    await house.drain();
    for (const table of [
      "shops",
      "members",
      "orders",
      "order_lines",
      "entries",
      "lots",
      "program_versions",
      "inbox_events",
    ]) {
      expect(await house.query(`SELECT * FROM ${table}`), table).toEqual([]);
    }
    expect(await house.privacy.list(SHOP, 10)).toMatchObject([
      { topic: "shop/redact", customerId: null, export: null },
    ]);
  });

  test("an erasure asked for before the present installation is ignored", async () => {
    tellPrivacy(fixture.store, fixture.state, { topic: "shop/redact", customerId: null });
    await house.deliver(
      sent.splice(0).map((one) => ({ ...one, triggeredAt: new Date("2025-12-31T00:00:00Z") })),
    );
    await house.drain();
    expect(await house.query("SELECT shop_id FROM shops")).toEqual([{ shop_id: SHOP }]);
  });
});

describe("metafields", () => {
  const sync = () =>
    syncMetafields({ ...house.ports, programs: house.programs, publications: house.publications }, SHOP);
  const shown = (owner: string, key: string) => {
    const found = [...fixture.state.all("metafield").values()].find(
      (one) => one.ownerGid === owner && one.key === key,
    );
    return found ? (JSON.parse(found.value) as Record<string, unknown>) : null;
  };
  const installation = () => gid("AppInstallation", [...fixture.state.all("installation").values()][0]!.id);
  const launch = () => house.shops.launch(SHOP, fixture.store.now());

  test("show nothing before Launch", async () => {
    const { id } = register();
    buy(id);
    await settle();
    expect(await sync()).toMatchObject({ ok: true });
    expect([shown(installation(), "program"), shown(gid("Customer", id), "loyalty")]).toEqual([null, null]);
  });

  test("show the program and each member's points once launched, and follow the books", async () => {
    const { id } = register();
    buy(id);
    await settle();
    await launch();
    expect(await sync()).toMatchObject({ ok: true });
    expect(shown(installation(), "program")).toEqual({
      ...{ launched: true, version: 1, currency: "USD", proxyPath: "/apps/perennial" },
      earn: { points: 1, perMinor: 100, rounding: "floor" },
    });
    expect(shown(gid("Customer", id), "loyalty")).toMatchObject({
      member: true,
      balance: 40,
      spendable: 40,
      pending: 0,
      expiring: null,
    });

    buy(id, 1000n);
    await settle();
    await sync();
    expect(shown(gid("Customer", id), "loyalty")).toMatchObject({ balance: 50 });
    expect(await house.publications.listUnpublished(SHOP, fixture.store.now(), 10)).toEqual([]);
  });

  test("reach 60 members in calls of 25, although some were deleted in Shopify meanwhile", async () => {
    const people = Array.from({ length: 60 }, () => register());
    for (const { id } of people) buy(id);
    await settle();
    for (const { id } of [people[3]!, people[30]!])
      fixture.store.write(fixture.state, (change) => change.remove("customer", id));
    await launch();
    expect(await sync()).toMatchObject({ ok: true });
    const with40 = people.filter(({ id }) => shown(gid("Customer", id), "loyalty")?.balance === 40);
    expect(with40).toHaveLength(58);
    expect(await house.publications.listUnpublished(SHOP, fixture.store.now(), 10)).toEqual([]);
  });

  test("are taken away from a customer who takes no part any more", async () => {
    const { id } = register();
    buy(id);
    await settle();
    await launch();
    await sync();
    await house.query("UPDATE members SET participation = 'left'");
    await sync();
    expect(shown(gid("Customer", id), "loyalty")).toBeNull();
  });
});
