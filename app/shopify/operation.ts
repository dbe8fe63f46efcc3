import type { ZodType } from "zod";

/**
 * One GraphQL operation of the Admin API: its text, the shape of the answer we rely on, and whether it may be sent twice.
 * One file an operation under operations/; a test validates every text against the schema.
 */
export type Operation<Answer, Variables extends Record<string, unknown>> = {
  /** The operation's name in its text; appears in logs. */
  readonly name: string;
  readonly text: string;
  readonly answer: ZodType<Answer>;
  /**
   * `repeatable`: reads, and writes that end the same when done twice (metafieldsSet, tagsAdd): a lost answer is asked for
   * again. `once`: a write whose lost answer nobody may guess; the caller looks up what became of it.
   */
  readonly sending: "repeatable" | "once";
  /** Never set: carries the type of the variables. */
  readonly variables?: Variables;
};

/** Declares an operation with its variables' type; the answer's type follows from its schema. */
export function defineOperation<Variables extends Record<string, unknown>>() {
  return <Answer>(operation: Operation<Answer, Variables>): Operation<Answer, Variables> => operation;
}
