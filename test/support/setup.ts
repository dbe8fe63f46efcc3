/**
 * Runs before every test file. A stray `console.error` or `console.warn` fails the test that caused it: what is worth
 * printing is worth asserting (spy on it in the test) or mending. Properties run on one seed, FAST_CHECK_SEED or the
 * default; fast-check prints it, with the path to the counterexample, when one fails.
 */
import { format } from "node:util";
import fc from "fast-check";
import { afterEach, beforeEach, expect, vi } from "vitest";

const DEFAULT_SEED = 20_261_122;

fc.configureGlobal({ seed: Number(process.env["FAST_CHECK_SEED"] ?? DEFAULT_SEED) });

const stray: string[] = [];

beforeEach(() => {
  stray.length = 0;
  for (const level of ["error", "warn"] as const) {
    vi.spyOn(console, level).mockImplementation((...args: unknown[]) => {
      stray.push(`console.${level}: ${format(...args)}`);
    });
  }
});

afterEach(() => {
  const printed = [...stray];
  vi.restoreAllMocks();
  expect(printed, "the test printed to the console").toEqual([]);
});
