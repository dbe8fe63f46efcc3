import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loader as healthz } from "#app/routes/healthz.tsx";
import { loader as pending } from "#app/routes/local-store.pending.tsx";
import { action as sweeps } from "#app/routes/local-store.sweeps.tsx";
import { loader as readyz } from "#app/routes/readyz.tsx";
import { type App, createApp, setApp } from "#app/wiring.server.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { testEnvironment } from "#test/support/environment.ts";
import { createMemoryLog } from "#test/support/memory-log.ts";

const DEMO = "perennial-demo.myshopify.com";
const NOW = new Date("2026-05-01T12:00:00Z");
const LOCAL = { LOCAL_STORE_URL: "http://127.0.0.1:1", LOCAL_STORE_SHOP: DEMO };

let testDatabase: TestDatabase;
const apps: App[] = [];
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.stop()));
  await testDatabase.drop();
});

const start = (databaseUrl = testDatabase.url, variables: Record<string, string> = {}): App => {
  const app = createApp(testEnvironment(databaseUrl, variables), {
    log: createMemoryLog(),
    clock: { now: () => NOW },
  });
  apps.push(app);
  setApp(app);
  return app;
};
const call = (path: string, headers: Record<string, string> = {}, method = "GET") => ({
  request: new Request(`http://127.0.0.1${path}`, { headers, method }),
  params: {},
  context: {},
});
const statusOf = async (work: () => Promise<Response>): Promise<number> => {
  try {
    return (await work()).status;
  } catch (thrown) {
    if (thrown instanceof Response) return thrown.status;
    throw thrown;
  }
};

describe("healthz and readyz", () => {
  it("healthz answers as soon as the process is up, without a database", () => {
    expect(healthz().status).toBe(200);
  });

  it("readyz is 200 on a migrated database", async () => {
    start();
    expect((await readyz()).status).toBe(200);
  });

  it("readyz names the migrations that a database lacks", async () => {
    const empty = await createTestDatabase();
    const app = start(empty.url);
    await app.database.pool.query("DELETE FROM _prisma_migrations");
    const answer = await readyz();
    expect(answer.status).toBe(503);
    expect(((await answer.json()) as { waitingFor: string[] }).waitingFor[0]).toMatch(/^migration 2026/);
    await app.stop();
    apps.splice(apps.indexOf(app), 1);
    await empty.drop();
  });

  it("readyz waits for the demo shop's first import where there is a local store", async () => {
    const app = start(testDatabase.url, LOCAL);
    expect(await (await readyz()).json()).toEqual({
      ready: false,
      waitingFor: ["first import: not asked for"],
    });

    await app.shops.install({ shopId: DEMO, name: "Demo", currency: "USD", timeZone: "UTC" }, NOW);
    await app.runs.create(DEMO, {
      importId: "i1",
      kind: "first",
      status: "recording",
      since: null,
      fileName: null,
      at: NOW,
    });
    expect(await (await readyz()).json()).toEqual({ ready: false, waitingFor: ["first import: recording"] });

    await app.runs.update(DEMO, "i1", { status: "done", finishedAt: NOW });
    expect((await readyz()).status).toBe(200);
  });
});

describe("the endpoints for a local store", () => {
  const SECRET = { "X-Local-Store-Secret": "test-secret" };

  it("do not exist for a real store, whatever secret is shown", async () => {
    start();
    expect(await statusOf(() => pending(call("/local-store/pending", SECRET)))).toBe(404);
    expect(await statusOf(() => sweeps(call("/local-store/sweeps", SECRET, "POST")))).toBe(404);
  });

  it.each([
    {},
    { "X-Local-Store-Secret": "" },
    { "X-Local-Store-Secret": "test-secre" },
    { "X-Local-Store-Secret": "test-secret2" },
  ])("answer 401 to %j", async (headers) => {
    start(testDatabase.url, LOCAL);
    expect(
      await statusOf(() => pending(call("/local-store/pending", headers as Record<string, string>))),
    ).toBe(401);
  });

  it("tell what is not finished: events, also those that wait for another try, and imports", async () => {
    const app = start(testDatabase.url, LOCAL);
    const list = async () =>
      ((await (await pending(call("/local-store/pending", SECRET))).json()) as { pending: string[] }).pending;
    expect(await list()).toEqual([]);

    const later = new Date(NOW.getTime() + 60_000);
    const event = { shopId: DEMO, topic: "orders/create", eventId: "e1", triggeredAt: NOW, payload: "{}" };
    await app.inbox.put({ ...event, receivedAt: later, evenUninstalled: false });
    await app.runs.create(DEMO, {
      importId: "i2",
      kind: "reconcile",
      status: "exporting",
      since: null,
      fileName: null,
      at: NOW,
    });
    expect(await list()).toEqual([`inbox: 1 (${DEMO})`, `imports: 1 (${DEMO})`]);
  });
});
