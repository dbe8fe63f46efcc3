/**
 * What a shopper, merchant or API caller can cause is a value with a stable code; bugs throw (`invariant`).
 * `detail` says what to do, in English; admin and storefront put `code` into the reader's language.
 */
export type Refusal<Code extends string = string> = {
  readonly code: Code;
  readonly detail: string;
  /** JSON Pointer (RFC 6901) to the field at fault, where there is one. */
  readonly pointer?: string;
};

export type Outcome<T, R extends Refusal = Refusal> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusals: readonly [R, ...R[]] };

export function accept<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refuse<R extends Refusal>(
  ...refusals: [R, ...R[]]
): { readonly ok: false; readonly refusals: [R, ...R[]] } {
  return { ok: false, refusals };
}
