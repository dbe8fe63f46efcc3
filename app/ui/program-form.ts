import { DEFAULT_PROGRAM, type EarningRule, type ProgramBody } from "#app/domain/program/program-body.ts";

/** What the editor holds: every field as it is typed. */
export type ProgramForm = {
  readonly points: string;
  readonly per: string;
  readonly expires: boolean;
  readonly months: string;
  readonly negativeBalance: ProgramBody["refunds"]["negativeBalance"];
  readonly limit: string;
};

const BASE_RULE = DEFAULT_PROGRAM.earning.rules[0] as EarningRule;

export function toForm(body: ProgramBody): ProgramForm {
  const rule = body.earning.rules[0] ?? BASE_RULE;
  return {
    points: String(rule.points),
    per: rule.per ?? "",
    expires: body.expiry.mode !== "none",
    months: String(body.expiry.months ?? 12),
    negativeBalance: body.refunds.negativeBalance,
    limit: body.refunds.limit === null ? "" : String(body.refunds.limit),
  };
}

/** What is not a number becomes NaN, which validateProgram refuses at its field. */
export function toBody(form: ProgramForm): ProgramBody {
  const whole = (text: string) => (/^\s*-?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : Number.NaN);
  return {
    ...DEFAULT_PROGRAM,
    earning: {
      ...DEFAULT_PROGRAM.earning,
      rules: [{ ...BASE_RULE, points: whole(form.points), per: form.per.trim() }],
    },
    expiry: form.expires
      ? { mode: "per-lot", months: whole(form.months), roundUpTo: null, dates: [] }
      : DEFAULT_PROGRAM.expiry,
    refunds: {
      negativeBalance: form.negativeBalance,
      limit: form.negativeBalance === "limit" ? whole(form.limit) : null,
    },
  };
}
