import type { Product } from "../state/model/catalogue.ts";
import type { Customer } from "../state/model/customer.ts";
import type { Order } from "../state/model/order.ts";
import { fulfillOrder } from "../state/operations/fulfillments.ts";
import { createOrder } from "../state/operations/orders.ts";
import { cancelOrder, refundOrder } from "../state/operations/refunds.ts";
import type { ShopState } from "../state/shop-state.ts";
import { toInstant, type Store } from "../state/store.ts";
import { priceIn } from "./goods.ts";

const dayMs = 86_400_000;
const guestOrders = 45;

interface Planned {
  atMs: number;
  customer: Customer | null;
}

interface Sample {
  customers: readonly Customer[];
  products: readonly Product[];
  random: () => number;
}

/** Some buy once, some every few weeks: the gaps of a customer are exponential around their own pace. */
function plan(nowMs: number, { customers, random }: Sample): Planned[] {
  const planned: Planned[] = [];
  for (const customer of customers) {
    const paceDays = 22 + random() * 110;
    const stays = random();
    let atMs = Date.parse(customer.createdAt) + random() * 3_600_000;
    while (atMs < nowMs && planned.length < 5000) {
      planned.push({ atMs, customer });
      if (random() > 0.45 + stays * 0.56) break;
      atMs += -Math.log(1 - random()) * paceDays * dayMs;
    }
  }
  const opened = Math.min(...planned.map((one) => one.atMs));
  for (let guest = 0; guest < guestOrders; guest += 1)
    planned.push({ atMs: opened + random() * (nowMs - opened), customer: null });
  return planned.sort((a, b) => a.atMs - b.atMs);
}

function plantOrder(store: Store, state: ShopState, { products, random }: Sample, one: Planned): Order {
  const lineCount = 1 + Math.floor(random() * random() * 4);
  const chosen = new Set<Product>();
  while (chosen.size < lineCount) {
    const product = products[Math.floor(random() * random() * products.length)];
    if (product) chosen.add(product);
  }
  const roll = random();
  const discountCodes = roll < 0.08 ? ["WELCOME10"] : roll < 0.11 ? ["FREESHIP"] : [];
  const made = createOrder(store, state, {
    customerId: one.customer?.id ?? null,
    processedAt: toInstant(new Date(one.atMs)),
    financialStatus: random() < 0.015 ? "pending" : "paid",
    sourceName: random() < 0.1 ? "pos" : "web",
    shippingMinor: priceIn(state.shop.currency, random() < 0.3 ? 0 : 590),
    discountCodes: [...chosen].every((product) => product.giftCard) ? [] : discountCodes,
    lines: [...chosen].map((product) => ({
      title: product.title,
      priceMinor: product.variants[0]?.priceMinor ?? 0n,
      quantity: random() < 0.8 ? 1 : 2 + Math.floor(random() * 3),
      productId: product.id,
      variantId: product.variants[0]?.id ?? null,
      vendor: product.vendor,
      sku: product.variants[0]?.sku ?? null,
      productTags: product.tags,
      giftCard: product.giftCard,
    })),
  });
  if (!made.ok) throw new Error(`sample order: ${made.detail}`);
  return made.value;
}

/** What becomes of an order: most are shipped, a few cancelled, refunded in whole or in part. */
function follow(store: Store, state: ShopState, order: Order, atMs: number, random: () => number): void {
  const nowMs = store.now().getTime();
  const later = (days: number): string => toInstant(new Date(Math.min(nowMs, atMs + days * dayMs)));
  const fate = random();
  if (fate < 0.03) {
    cancelOrder(store, state, { id: order.id, refund: true, at: later(0.4) });
    return;
  }
  if (atMs < nowMs - 3 * dayMs && order.financialStatus === "paid")
    fulfillOrder(store, state, { id: order.id, at: later(1 + random() * 2) });
  if (order.financialStatus !== "paid" || atMs > nowMs - 12 * dayMs) return;
  const line = order.lines[0];
  if (fate < 0.055) refundOrder(store, state, { id: order.id, at: later(4 + random() * 8) });
  else if (fate < 0.085 && line)
    refundOrder(store, state, {
      id: order.id,
      lines: [{ lineId: line.id, quantity: 1 }],
      at: later(4 + random() * 8),
    });
  else if (fate < 0.1)
    refundOrder(store, state, {
      id: order.id,
      amountMinor: priceIn(state.shop.currency, 200),
      at: later(3),
      note: "Goodwill",
    });
}

/** About nine hundred orders, oldest first, so that their numbers follow the calendar. */
export function plantOrders(store: Store, state: ShopState, sample: Sample): void {
  for (const one of plan(store.now().getTime(), sample)) {
    const order = plantOrder(store, state, sample, one);
    follow(store, state, order, one.atMs, sample.random);
  }
}
