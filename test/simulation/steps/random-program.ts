import { BASE_RULE, DEFAULT_PROGRAM, NO_EXPIRY, type ProgramBody } from "#app/domain/program/program-body.ts";
import type { Chance } from "../chance.ts";

/** A valid program; amounts are whole, so that they fit every currency. */
export function randomProgram(chance: Chance, _currency: string): ProgramBody {
  return {
    ...DEFAULT_PROGRAM,
    earning: {
      ...DEFAULT_PROGRAM.earning,
      rules: [{ ...BASE_RULE, points: chance.pick([1, 1, 2, 3, 10]), per: chance.pick(["1", "2", "7"]) }],
    },
    expiry: chance.weighted([
      [2, NO_EXPIRY],
      [4, { mode: "per-lot" as const, months: chance.pick([1, 2, 3, 6, 12]), roundUpTo: null, dates: [] }],
    ]),
    refunds: chance.weighted<ProgramBody["refunds"]>([
      [3, { negativeBalance: "allow", limit: null }],
      [2, { negativeBalance: "clamp", limit: null }],
      [2, { negativeBalance: "limit", limit: chance.int(1, 300) }],
    ]),
  };
}
