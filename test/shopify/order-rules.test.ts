import { describe, expect, it } from "vitest";
import type { FinancialStatus } from "#app/domain/earning/order-facts.ts";
import { findPaidAt } from "#app/shopify/order-rules.ts";

const PLACED = new Date("2026-03-01T10:00:00Z");
const LATER = new Date("2026-03-04T10:00:00Z");
const free = (status: FinancialStatus, edited: boolean, payments: { at: Date; amountMinor: bigint }[] = []) =>
  findPaidAt({ status, processedAt: PLACED, originalTotalMinor: 0n, edited, payments });

describe("an order that cost nothing when it was placed", () => {
  it.each<[FinancialStatus, boolean, Date | null]>([
    ["paid", false, PLACED],
    ["pending", false, null],
    ["authorized", false, null],
    ["partially-paid", true, PLACED],
    ["paid", true, PLACED],
    ["pending", true, null],
    ["authorized", true, null],
    ["expired", true, null],
    ["voided", true, null],
  ])("%s, edited: %s, was paid %s", (status, edited, paidAt) => {
    expect(free(status, edited)).toEqual(paidAt);
  });

  it("and was edited before anything was paid is paid with the first money that comes", () => {
    expect(free("paid", true, [{ at: LATER, amountMinor: 1043n }])).toEqual(LATER);
  });
});
