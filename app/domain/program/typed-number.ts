/** Digits may be grouped by spaces of any width, as people copy them from other places. */
function withoutSpaces(text: string): string {
  return text.replace(/\s/gu, "");
}

/** A number as it was typed; NaN for what is none, which the program's validation refuses at its field. */
export function typedNumber(text: string): number {
  const digits = withoutSpaces(text);
  return /^[-+]?\d+(\.\d+)?$/.test(digits) ? Number(digits) : Number.NaN;
}

/** The same, where nothing typed means "none". */
export function typedNumberOrNone(text: string): number | null {
  return withoutSpaces(text) === "" ? null : typedNumber(text);
}

/** A decimal as it was typed, `"1 234,50"` too, as `"1234.50"`; what is no number stays as it is, to be refused at its field. */
export function typedDecimal(text: string): string {
  return withoutSpaces(text).replace(/^([-+]?\d+),(\d{1,2})$/, "$1.$2");
}

export function typedDecimalOrNone(text: string): string | null {
  const decimal = typedDecimal(text);
  return decimal === "" ? null : decimal;
}

/** `"0.5"` → `"50"`: a share in per cent, exactly. */
export function shareToPercent(share: string): string {
  return movePoint(share, 2);
}

/** `"50"` → `"0.5"` */
export function percentToShare(percent: string): string {
  return movePoint(typedDecimal(percent), -2);
}

function movePoint(decimal: string, places: number): string {
  const found = /^(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (!found) return decimal;
  const [, whole = "", fraction = ""] = found;
  const digits = "0".repeat(Math.max(0, -places)) + whole + fraction + "0".repeat(Math.max(0, places));
  const point = digits.length - fraction.length - Math.max(0, places) + places;
  const units = digits.slice(0, point).replace(/^0+(?=\d)/, "");
  const rest = digits.slice(point).replace(/0+$/, "");
  return rest === "" ? units : `${units}.${rest}`;
}
