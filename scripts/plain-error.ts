/** What the person who typed the command can mend: shown as its message alone, without a stack trace. */
export class PlainError extends Error {
  override readonly name = "PlainError";
}
