import { describe, expect, it } from "vitest";
import { type Redemption, type RedemptionStatus, statusAt } from "#app/domain/rewards/redemption.ts";
import { nextRedemption, type RedemptionEvent } from "#app/domain/rewards/redemption-life.ts";
import type { RewardKind } from "#app/domain/rewards/reward.ts";
import { discountCodeFrom, giftCardCodeFrom, looksIssued } from "#app/domain/rewards/reward-code.ts";
import { reward } from "#test/support/rewards.ts";

const at = new Date("2026-04-01T12:00:00Z");
const redemption = (status: RedemptionStatus, change: Partial<Redemption> = {}): Redemption => ({
  ...{ redemptionId: "r", memberId: "m", rewardId: "five-off", programVersion: 1, reward: reward() },
  ...{ points: 500, valueMinor: 500n, status, code: "ABCDE-12345", issuedId: null, idempotencyKey: "k" },
  ...{ inputHash: "h", entrySeq: 2, requestedBy: "shopper", reservedAt: at, askedAt: at, issuedAt: null },
  ...{ usedAt: null, returnedAt: null, returnReason: null, expiresAt: new Date("2026-05-02T04:00:00Z") },
  ...{ orderId: null, dueAt: at, withdrawing: null, attempts: 1, failure: "answer-lost: …", question: null },
  ...change,
});
const issued: RedemptionEvent = { kind: "issued", at, issuedId: "gid://shopify/DiscountCodeNode/1" };
const ordered: RedemptionEvent = { kind: "ordered", at, orderId: "gid://shopify/Order/1" };
const ranOut: RedemptionEvent = { kind: "ran-out" };
const cancelled: RedemptionEvent = { kind: "returned", at, reason: "cancelled-by-shopper" };
const undone: RedemptionEvent = { kind: "returned", at, reason: "order-cancelled" };
const of = (kind: RewardKind) => ({ reward: reward({ kind }) });

describe("the life of a redemption", () => {
  it.each([
    ["Shopify made it", redemption("reserved"), issued, "issued"],
    ["an order proves it was made", redemption("reserved"), ordered, "used"],
    ["refused, or cancelled before", redemption("reserved"), cancelled, "returned"],
    ["store credit is used when issued", redemption("reserved", of("store-credit")), issued, "used"],
    ["a gift card is used when issued", redemption("reserved", of("gift-card")), issued, "used"],
    ["an order uses it", redemption("issued"), ordered, "used"],
    ["its days are over", redemption("issued"), ranOut, "expired"],
    ["cancelled", redemption("issued"), cancelled, "returned"],
    ["an expired one can still be cancelled", redemption("expired"), cancelled, "returned"],
    ["an order placed in time and told late", redemption("expired"), ordered, "used"],
    ["its order was cancelled", redemption("used"), undone, "returned"],
    ["a gift card is deactivated", redemption("used", of("gift-card")), cancelled, "returned"],
  ])("%s", (_, before, event, status) => {
    expect(nextRedemption(before, event)?.status).toBe(status);
  });

  it.each([
    ["what an order used does not come back by cancelling", redemption("used"), cancelled],
    ["a gift card does not come back with an order", redemption("used", of("gift-card")), undone],
    ["nothing comes back twice", redemption("returned"), cancelled],
    ["nothing that came back is used, issued or runs out", redemption("returned"), ordered],
    ["issued once", redemption("issued"), issued],
    ["used once", redemption("used"), ordered],
    ["what is not known to exist does not run out", redemption("reserved"), ranOut],
  ])("%s", (_, before, event) => {
    expect(nextRedemption(before, event)).toBeNull();
  });

  it("settles what was open: nothing is asked, wrong or due any more but its end", () => {
    const next = nextRedemption(redemption("reserved"), issued);
    expect(next).toMatchObject({ askedAt: null, failure: null, dueAt: redemption("reserved").expiresAt });
    expect(nextRedemption(redemption("reserved", { withdrawing: "erased" }), issued)?.dueAt).toEqual(at);
  });

  it("has one more step due when its days are over: 30 days on, its code leaves Shopify", () => {
    const { expiresAt } = redemption("issued");
    const dueAt = nextRedemption(redemption("issued"), ranOut)?.dueAt;
    expect(dueAt!.getTime() - expiresAt!.getTime()).toBe(30 * 24 * 60 * 60 * 1000);
  });

  it("shows a code past its end as expired before the sweep has come", () => {
    const open = redemption("issued");
    expect(statusAt(open, new Date("2026-05-02T03:59:59Z"))).toBe("issued");
    expect(statusAt(open, new Date("2026-05-02T04:00:00Z"))).toBe("expired");
  });
});

describe("codes", () => {
  it("are made of letters that nobody misreads, and known again", () => {
    const bytes = Uint8Array.from({ length: 16 }, (_, position) => position * 37);
    const code = discountCodeFrom(bytes);
    expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
    expect(code).not.toMatch(/[ILOU]/);
    expect([looksIssued(code), looksIssued(code.toLowerCase()), looksIssued("SUMMER-SALE")]).toEqual([
      true,
      true,
      false,
    ]);
    expect(giftCardCodeFrom(bytes)).toMatch(/^[0-9A-Z]{16}$/);
  });
});
