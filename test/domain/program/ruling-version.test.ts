import { describe, expect, it } from "vitest";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { rulingVersion } from "#app/domain/program/ruling-version.ts";
import { program } from "#test/support/factories.ts";

const published = (version: number, at: string): ProgramVersion => ({
  version,
  publishedAt: new Date(at),
  publishedBy: "test",
  body: program(),
});
const versions = [published(1, "2026-03-01T10:00:00.000Z"), published(2, "2026-04-01T10:00:05.700Z")];

function ruling(paid: string, history = { earns: true, from: null as string | null }) {
  const paidAt = new Date(paid);
  const order = { paidAt, processedAt: paidAt, businessDate: paid.slice(0, 10) };
  const found = rulingVersion(order, versions, history);
  return found.kind === "earns" ? found.version.version : found.kind;
}

describe("the version that rules an order", () => {
  it.each([
    ["is the newest published when it was paid", "2026-05-01T00:00:00Z", 2],
    ["is the one before, up to the second of the publication", "2026-04-01T10:00:04Z", 1],
    ["is the new one from that whole second on: Shopify tells no fractions", "2026-04-01T10:00:05Z", 2],
    ["is the first for history", "2020-01-01T00:00:00Z", 1],
  ])("%s", (_, paid, version) => {
    expect(ruling(paid)).toBe(version);
  });

  it("is none for history that the merchant leaves out", () => {
    expect(ruling("2020-01-01T00:00:00Z", { earns: false, from: null })).toBe("before-history");
    expect(ruling("2020-01-01T00:00:00Z", { earns: true, from: "2020-01-02" })).toBe("before-history");
    expect(ruling("2020-01-02T00:00:00Z", { earns: true, from: "2020-01-02" })).toBe(1);
  });
});
