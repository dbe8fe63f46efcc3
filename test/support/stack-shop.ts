import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { Stack } from "./stack.ts";

export type ShopOptions = {
  readonly name: string;
  readonly currency?: string;
  readonly timeZone?: string;
  readonly withhold?: readonly string[];
};

export type Answer<T> = { readonly status: number; readonly body: T };
export type Member = {
  id: string;
  customerId: string | null;
  email: string | null;
  name: string | null;
  balance: number;
  spendable: number;
  pending: number;
  deficit: number;
  earnedTotal: number;
  expiring: { points: number; expiresAt: string }[];
  participation: string;
};
export type Entry = {
  id: string;
  at: string;
  kind: string;
  points: number;
  pendingPoints: number;
  balanceAfter: number;
  pendingAfter: number;
  shortfall: number;
  key: string;
  reason: string;
  source: { type: string; id: string };
  programVersion: number | null;
};
export type Line = {
  title?: string;
  price: string;
  quantity?: number;
  tax?: string;
  giftCard?: boolean;
  productId?: string;
  tags?: string[];
};
export type Order = {
  id: string;
  /** The decimal tail of the id, for paths. */
  n: string;
  name: string;
  subtotal: string;
  total: string;
  discounts: { code: string; amount: string }[];
  lines: { id: string }[];
};
export type Overview = {
  customers: number;
  purchases: number;
  revenue: string;
  withoutCustomer: { purchases: number; revenue: string };
  points: {
    issued: number;
    redeemed: number;
    expired: number;
    reversed: number;
    adjusted: number;
    outstanding: number;
    pending: number;
  };
};
type Page<T> = { items: T[]; nextCursor: string | null };

export const tail = (gid: string): string => gid.slice(gid.lastIndexOf("/") + 1);

/** The shop that a stack comes with: the only one that is launched by itself. */
export async function connectDemoShop(stack: Stack): Promise<StackShop> {
  const { body } = await stack.control<{ shop: string }>("GET", "/state");
  return connectShop(stack, body.shop);
}

/** One shop of a running stack, as its merchant, its shoppers and a caller of the public API see it. */
export type StackShop = ReturnType<typeof connectShop>;

export function connectShop(stack: Stack, domain: string, token?: string) {
  const control = <T = unknown>(method: string, path: string, body?: unknown): Promise<Answer<T>> =>
    stack.control<T>(method, `${path}${path.includes("?") ? "&" : "?"}shop=${domain}`, body);
  const api = <T = unknown>(method: string, path: string, body?: unknown): Promise<Answer<T>> =>
    stack.api<T>(method, `/api/v1${path}`, body, token);
  const done = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await control<T>(method, path, body);
    expect([200, 201, 202], JSON.stringify(answer.body)).toContain(answer.status);
    return answer.body;
  };
  const listAll = async <T>(path: string): Promise<T[]> => {
    const items: T[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const separator = path.includes("?") ? "&" : "?";
      const { status, body }: Answer<Page<T>> = await api(
        "GET",
        `${path}${separator}limit=250${cursor === "" ? "" : `&cursor=${cursor}`}`,
      );
      expect(status).toBe(200);
      items.push(...body.items);
      cursor = body.nextCursor;
    }
    return items;
  };

  const shop = {
    domain,
    token,
    control,
    api,
    done,
    /** A new customer's gid. */
    async customer(body: { email?: string; firstName?: string; lastName?: string; tags?: string[] } = {}) {
      const email = body.email ?? `${randomUUID()}@example.com`;
      return (await done<{ id: string }>("POST", "/customers", { ...body, email })).id;
    },
    async order(body: { lines: Line[] } & Record<string, unknown>): Promise<Order> {
      const lines = body.lines.map((line, index) => ({ title: `Item ${index + 1}`, ...line }));
      const order = await done<Omit<Order, "n">>("POST", "/orders", { ...body, lines });
      return { ...order, n: tail(order.id) };
    },
    refund: (order: Order, body: Record<string, unknown>) =>
      done<{ id: string }>("POST", `/orders/${order.n}/refunds`, body),
    /** Refunds whole lines, by their place in the order. */
    refundLines: (order: Order, ...places: number[]) =>
      done("POST", `/orders/${order.n}/refunds`, {
        lines: places.map((place) => ({ lineId: order.lines[place]!.id, quantity: 1 })),
      }),
    /** Waits until every delivery and job is done. */
    async settle(options: { reconcile?: boolean; timeoutMs?: number } = {}): Promise<void> {
      const { status, body } = await stack.control("POST", "/settle", options);
      expect(status, JSON.stringify(body)).toBe(200);
    },
    async findMember(customerId: string): Promise<Member | undefined> {
      const { status, body } = await api<Page<Member>>(
        "GET",
        `/members?customerId=${encodeURIComponent(customerId)}`,
      );
      expect(status).toBe(200);
      return body.items[0];
    },
    async findByEmail(email: string): Promise<Member | undefined> {
      const { body } = await api<Page<Member>>("GET", `/members?email=${encodeURIComponent(email)}`);
      return body.items[0];
    },
    async member(customerId: string): Promise<Member> {
      const found = await shop.findMember(customerId);
      if (found === undefined) throw new Error(`there is no member ${customerId}`);
      return found;
    },
    /** A customer's entries, oldest first, after everything has settled. */
    async entries(customerId: string): Promise<Entry[]> {
      await shop.settle();
      const member = await shop.findMember(customerId);
      return member === undefined ? [] : shop.entriesOf(member.id);
    },
    entriesOf: (memberId: string) => listAll<Entry>(`/members/${memberId}/entries?order=asc`),
    /** `[[kind, points], …]`, oldest first: what a history comes down to. */
    async story(customerId: string): Promise<[string, number][]> {
      return (await shop.entries(customerId)).map(({ kind, points }) => [kind, points]);
    },
    members: () => listAll<Member>("/members"),
    async overview(): Promise<Overview> {
      const { status, body } = await api<Overview>("GET", "/reports/overview");
      expect(status).toBe(200);
      return body;
    },
    expectSoundBooks: () => expectSoundBooks(shop),
  };
  return shop;
}

type Books = {
  members(): Promise<Member[]>;
  entriesOf(memberId: string): Promise<Entry[]>;
  overview(): Promise<Overview>;
};

/** The laws that hold at every moment, over all members of a shop. */
async function expectSoundBooks(shop: Books): Promise<void> {
  const members = await shop.members();
  const keys = new Set<string>();
  const netByOrder = new Map<string, number>();
  let standing = 0;
  let held = 0;
  for (const member of members) {
    let balance = 0;
    let pending = 0;
    for (const entry of await shop.entriesOf(member.id)) {
      balance += entry.points;
      pending += entry.pendingPoints;
      expect({ id: entry.id, balance: entry.balanceAfter, pending: entry.pendingAfter }).toEqual({
        id: entry.id,
        balance,
        pending,
      });
      const isTransfer = entry.kind === "transfer";
      if (!isTransfer) expect(keys.has(entry.key), `${entry.key} is there twice`).toBe(false);
      keys.add(entry.key);
      const order = /^order:([^/]+)\//.exec(entry.key)?.[1];
      if (order !== undefined) {
        const net = (netByOrder.get(order) ?? 0) + entry.points + entry.pendingPoints + entry.shortfall;
        netByOrder.set(order, net);
      }
    }
    expect({ id: member.id, balance: member.balance, pending: member.pending }).toEqual({
      id: member.id,
      balance,
      pending,
    });
    expect(member.spendable).toBeLessThanOrEqual(Math.max(member.balance, 0));
    expect(member.deficit).toBe(Math.max(-member.balance, 0));
    standing += member.balance;
    held += member.pending;
  }
  for (const [order, net] of netByOrder)
    expect(net, `order ${order} took back more than it gave`).toBeGreaterThanOrEqual(0);
  const { points } = await shop.overview();
  expect({ outstanding: points.outstanding, pending: points.pending }).toEqual({
    outstanding: standing,
    pending: held,
  });
  // Every point can be explained: what flowed in and out is what stands.
  expect(points.issued - points.redeemed - points.expired - points.reversed + points.adjusted).toBe(
    standing + held,
  );
}
