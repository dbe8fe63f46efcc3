import { expect } from "vitest";
import { startStack, type Stack } from "#test/support/stack.ts";
import { type Entry, type Member, type StackShop } from "#test/support/stack-shop.ts";

/** A stack with the shop that a stranger's requests go to, and its neighbour. */
export type Surface = {
  readonly stack: Stack;
  readonly shop: StackShop;
  readonly other: StackShop;
  stop(): Promise<void>;
};

export async function openSurface(): Promise<Surface> {
  const stack = await startStack({}, { demoShop: "empty" });
  await stack.ready();
  const shop = await stack.openShop({ name: "Surfaces" });
  const other = await stack.openShop({ name: "Neighbour" });
  return { stack, shop, other, stop: () => stack.stop() };
}

export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  errors?: { pointer: string }[];
};

/** The refusal's code, after the rest of its shape. */
export function problemOf({ status, body }: { status: number; body: unknown }, expected: number): string {
  expect(status, JSON.stringify(body)).toBe(expected);
  const problem = body as Problem;
  expect(problem).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    status,
    detail: expect.any(String),
  });
  expect(problem.code).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
  for (const error of problem.errors ?? [])
    expect(error).toEqual({
      pointer: expect.any(String),
      code: expect.any(String),
      detail: expect.any(String),
    });
  return problem.code;
}

let keys = 0;
/** A key that nobody has used. */
export const newKey = (): string => `key-${(keys += 1)}`;

export const adjust = (shop: StackShop, memberId: string, body: Record<string, unknown>) =>
  shop.api<{ entry: Entry; member: Member }>("POST", `/members/${memberId}/adjustments`, {
    reason: "goodwill",
    idempotencyKey: newKey(),
    ...body,
  });
