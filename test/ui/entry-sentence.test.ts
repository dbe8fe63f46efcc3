import { describe, expect, it } from "vitest";
import { createFormat } from "#app/ui/format.ts";
import { entryRemarks, entrySentence, type EntryView } from "#app/ui/entry-sentence.ts";
import { textsOf } from "#test/support/texts.ts";

const english = textsOf("en").getFixedT("en", "entries");
const russian = textsOf("ru").getFixedT("ru", "entries");
const shop = { currency: "USD", timeZone: "America/New_York" };

function entry(changes: Partial<EntryView>): EntryView {
  return {
    id: "m-7",
    seq: 7,
    at: "2026-03-02T12:00:00.000Z",
    kind: "earn",
    points: 19,
    pendingPoints: 0,
    balanceAfter: 19,
    shortfall: 0,
    alreadyExpired: 0,
    reason: "order-earned",
    source: { type: "order", id: "gid://shopify/Order/1" },
    orderName: "#1001",
    orderId: "gid://shopify/Order/1",
    rewardName: null,
    earnedBy: null,
    programVersion: 2,
    corrects: null,
    lots: [],
    ...changes,
  };
}

const taken = { kind: "reverse", points: -19 };
const CASES: [string, Partial<EntryView>, string, string][] = [
  [
    "an order's earning, with its version",
    {},
    "Earned with order #1001, under program version 2",
    "Начислено за заказ #1001 по версии программы 2",
  ],
  [
    "a refund",
    { ...taken, reason: "order-refunded" },
    "Taken back after a refund on order #1001",
    "Снято после возврата по заказу #1001",
  ],
  [
    "an edit",
    { ...taken, reason: "order-edited" },
    "Order #1001 was edited; its points follow the goods that are left",
    "Заказ #1001 изменён: баллы пересчитаны по оставшимся товарам",
  ],
  [
    "a cancellation",
    { ...taken, reason: "order-cancelled" },
    "Taken back because order #1001 was cancelled",
    "Снято: заказ #1001 отменён",
  ],
  [
    "a deletion",
    { ...taken, reason: "order-deleted" },
    "Taken back because order #1001 was deleted",
    "Снято: заказ #1001 удалён",
  ],
  [
    "an expiry",
    { kind: "expire", points: -19, reason: "lot-expired", orderName: null },
    "Expired unused",
    "Сгорели: срок действия истёк",
  ],
  [
    "points that became spendable",
    { kind: "mature", pendingPoints: -19, reason: "lot-matured", orderName: null },
    "Became spendable",
    "Стали доступны",
  ],
  [
    "a grant, in the merchant's own words",
    { kind: "adjust", reason: "for the <broken> vase", orderName: null },
    "Granted by hand: “for the <broken> vase”",
    "Начислено вручную: «for the <broken> vase»",
  ],
  [
    "points taken by hand",
    { kind: "adjust", points: -5, reason: "typo", orderName: null },
    "Taken by hand: “typo”",
    "Списано вручную: «typo»",
  ],
  [
    "an undone adjustment",
    { kind: "adjust", points: -5, reason: "adjustment-undone", corrects: "m-4", orderName: null },
    "Undid entry 4",
    "Отменена запись 4",
  ],
  [
    "points that came with a merge",
    { kind: "transfer", reason: "customers-merged", orderName: null },
    "Came over when another customer record was merged into this one",
    "Перешли сюда: с этой записью объединена другая запись покупателя",
  ],
  [
    "points that left with a merge",
    { kind: "transfer", points: -19, reason: "customers-merged", orderName: null },
    "Moved along when this customer record was merged into another one",
    "Перешли в другую запись покупателя, с которой объединена эта",
  ],
  [
    "a redemption, with the reward",
    { kind: "redeem", points: -500, reason: "reward-redeemed", orderName: null, rewardName: "5 off" },
    "Redeemed for a reward (“5 off”)",
    "Потрачено на награду («5 off»)",
  ],
  [
    "its return, with the reward",
    {
      kind: "return",
      points: 500,
      reason: "redemption-cancelled-by-merchant",
      orderName: null,
      rewardName: "5 off",
    },
    "Came back: an unused reward was cancelled (“5 off”)",
    "Вернулись: неиспользованная награда отменена («5 off»)",
  ],
  [
    "a kind without a sentence of its own",
    { kind: "redeem", reason: "new", points: -5 },
    "Redeemed",
    "Потрачено",
  ],
];

describe("the sentence of an entry", () => {
  it.each(CASES)("tells %s", (_what, changes, inEnglish, inRussian) => {
    expect(entrySentence(english, entry(changes))).toBe(inEnglish);
    expect(entrySentence(russian, entry(changes))).toBe(inRussian);
  });
});

describe("the remarks beside it", () => {
  it("tell what is pending, forgiven, or had expired before, in the plural of the language", () => {
    const one = entry({ points: 0, pendingPoints: 1, shortfall: 1, alreadyExpired: 1 });
    expect(entryRemarks(english, one, createFormat("en", shop))).toEqual([
      "+1 pending point",
      "1 point was already spent and has been forgiven",
      "1 point had already expired and is not taken twice",
    ]);
    const few = entry({ points: 0, pendingPoints: 3, shortfall: 22, alreadyExpired: 5 });
    expect(entryRemarks(russian, few, createFormat("ru", shop))).toEqual([
      "+3 ожидающих балла",
      "22 балла уже были потрачены; долг по ним прощён",
      "5 баллов уже сгорели и не списываются второй раз",
    ]);
  });

  it("keep silent about points that moved from pending to the balance: the sentence says it", () => {
    const matured = entry({ kind: "mature", points: 5, pendingPoints: -5 });
    expect(entryRemarks(english, matured, createFormat("en", shop))).toEqual([]);
  });
});
