import { afterEach, describe, expect, it } from "vitest";
import { daysLater, midnightsBetween } from "#dev-store/control/clock.ts";
import { startTestStore, type TestStore } from "./support/test-store.ts";

function instants(from: string, until: string, ...zones: string[]): string[] {
  return midnightsBetween(Date.parse(from), Date.parse(until), zones).map(({ atMs }) =>
    new Date(atMs).toISOString(),
  );
}

describe("the midnights that a clock passes", () => {
  it("are each zone's, in order, one for two zones that share it", () => {
    expect(
      instants(
        "2026-01-01T12:00:00Z",
        "2026-01-02T12:00:00Z",
        "America/New_York",
        "Pacific/Auckland",
        "America/Toronto",
      ),
    ).toEqual(["2026-01-02T05:00:00.000Z", "2026-01-02T11:00:00.000Z"]);
  });

  it("are told with the zones whose they are", () => {
    const from = Date.parse("2026-01-01T12:00:00Z");
    const zones = ["America/New_York", "Pacific/Auckland", "America/Toronto"];
    expect(midnightsBetween(from, from + 86_400_000, zones).map(({ timeZones }) => timeZones)).toEqual([
      ["America/New_York", "America/Toronto"],
      ["Pacific/Auckland"],
    ]);
  });

  it("are 23 and 25 hours apart when the clocks change", () => {
    expect(instants("2026-03-07T12:00:00Z", "2026-03-09T12:00:00Z", "America/New_York")).toEqual([
      "2026-03-08T05:00:00.000Z",
      "2026-03-09T04:00:00.000Z",
    ]);
    expect(instants("2026-10-31T12:00:00Z", "2026-11-02T12:00:00Z", "America/New_York")).toEqual([
      "2026-11-01T04:00:00.000Z",
      "2026-11-02T05:00:00.000Z",
    ]);
  });

  it("include the target itself, not the start", () => {
    expect(instants("2026-01-01T05:00:00Z", "2026-01-02T05:00:00Z", "America/New_York")).toEqual([
      "2026-01-02T05:00:00.000Z",
    ]);
  });

  it("a day later is the same wall-clock time", () => {
    const later = daysLater(Date.parse("2026-03-07T17:00:00Z"), 1, "America/New_York");
    expect(new Date(later).toISOString()).toBe("2026-03-08T16:00:00.000Z");
  });
});

describe("the store's clock", () => {
  let store: TestStore;
  afterEach(() => store.close());

  it("starts at DEV_STORE_NOW and stands still at no restart", async () => {
    store = await startTestStore({ environment: { DEV_STORE_NOW: "2026-02-01T12:00:00Z" } });
    const before = (await store.control("GET", "/state")).body.now;
    expect(before.slice(0, 13)).toBe("2026-02-01T12");
    await store.control("POST", "/clock", { now: "2026-02-03T12:00:00Z" });
    await store.restart();
    expect((await store.control("GET", "/clock")).body.now.slice(0, 13)).toBe("2026-02-03T12");
  });

  it("runs the app's sweeps at each midnight passed, showing that midnight, and once more at the end", async () => {
    store = await startTestStore({ environment: { DEV_STORE_NOW: "2026-02-01T12:00:00Z" } });
    await store.control("POST", "/shops", { name: "Far", timeZone: "Pacific/Auckland" });
    const seen: string[] = [];
    store.app.onSweep = async () => {
      seen.push((await store.control("GET", "/clock")).body.now.slice(0, 16));
    };
    const answer = await store.control("POST", "/clock", { advanceDays: 1 });
    expect(answer.status).toBe(200);
    expect(seen).toEqual(["2026-02-02T05:00", "2026-02-02T11:00", "2026-02-02T12:00"]);
    expect(answer.body.now.slice(0, 16)).toBe("2026-02-02T12:00");
  });

  it("dates what happens, though not signatures", async () => {
    store = await startTestStore({ environment: { DEV_STORE_NOW: "2026-02-01T12:00:00Z" } });
    const order = await store.control("POST", "/orders", { lines: [{ title: "X", price: "1.00" }] });
    expect(order.body.processedAt.slice(0, 13)).toBe("2026-02-01T12");
    const asked = Math.floor(Date.now() / 1000);
    const { idToken } = (await store.control("POST", "/staff-token")).body;
    const { exp } = JSON.parse(Buffer.from(idToken.split(".")[1], "base64url").toString("utf8")) as {
      exp: number;
    };
    expect(exp).toBeGreaterThanOrEqual(asked + 60);
    expect(exp).toBeLessThanOrEqual(Date.now() / 1000 + 60);
  });

  it("does not go back, and is refused what is no instant or whole number of days", async () => {
    store = await startTestStore({ environment: { DEV_STORE_NOW: "2026-02-01T12:00:00Z" } });
    for (const body of [{ now: "2026-01-31T12:00:00Z" }, { advanceDays: -1 }])
      expect((await store.control("POST", "/clock", body)).body).toMatchObject({
        status: 422,
        code: "clock-backwards",
      });
    for (const body of [
      {},
      { advanceDays: 0.5 },
      { now: "soon" },
      { now: "2026-03-01T00:00:00Z", advanceDays: 1 },
    ])
      expect((await store.control("POST", "/clock", body)).status).toBe(422);
    expect(store.app.sweeps).toEqual([]);
  });
});

describe("settling", () => {
  let store: TestStore;
  afterEach(() => store.close());

  it("answers 504 with what is still pending", async () => {
    store = await startTestStore();
    store.app.pending = ["inbox: 3 events"];
    const answer = await store.control("POST", "/settle", { timeoutMs: 300 });
    expect(answer).toMatchObject({ status: 504, body: { pending: ["inbox: 3 events"] } });
  });

  it("reconciles once on request", async () => {
    store = await startTestStore();
    const answer = await store.control("POST", "/settle", { reconcile: true });
    expect(answer.status).toBe(200);
    expect(store.app.sweeps).toEqual(["/local-store/reconcile"]);
  });
});
