import { describe, expect, it } from "vitest";
import { parseBody } from "#app/public-api/respond.server.ts";
import { programInput } from "#app/public-api/shapes/program.ts";

const read = (body: unknown) =>
  parseBody(programInput, new Request("http://127.0.0.1/", { method: "PUT", body: JSON.stringify(body) }));

describe("a program as it is sent", () => {
  it("may be what GET answered: its version and date are no part of it", async () => {
    const sent = await read({
      version: 3,
      publishedAt: "2026-04-01T12:00:00.000Z",
      expiry: { mode: "none" },
    });
    expect(sent.ok && Object.keys(sent.value)).toEqual([
      ...["earning", "expiry", "refunds", "rewards", "tiers", "referrals"],
    ]);
  });

  it("with a field that does not exist is refused at that field: a misspelt exclusion must not be lost", async () => {
    const rule = { id: "base", kind: "purchase", points: 1, per: "1.00" };
    const sent = await read({
      earning: { rules: [{ ...rule, exclude: { skus: ["A"] }, minimum: "5.00" }] },
      reward: [],
    });
    expect(sent.ok ? [] : sent.refusals.map(({ code, pointer }) => [code, pointer])).toEqual([
      ["unknown-field", "/earning/rules/0/exclude/skus"],
      ["unknown-field", "/earning/rules/0/minimum"],
      ["unknown-field", "/reward"],
    ]);
  });
});
