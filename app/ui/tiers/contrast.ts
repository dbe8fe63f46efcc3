/** Colours by the measure of WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */

/** `#rrggbb` → its relative luminance, 0…1; null for what is no colour. */
function luminanceOf(color: string): number | null {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (found === null) return null;
  const [red = 0, green = 0, blue = 0] = found.slice(1).map((hex) => {
    const share = parseInt(hex, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** 1…21; null where one of the two is no colour. */
export function contrastOf(one: string, other: string): number | null {
  const [left, right] = [luminanceOf(one), luminanceOf(other)];
  if (left === null || right === null) return null;
  return (Math.max(left, right) + 0.05) / (Math.min(left, right) + 0.05);
}

/** Black or white, whichever is read better on the colour: never below 4.5 : 1. */
export function inkOn(color: string): "#000000" | "#ffffff" {
  return (contrastOf(color, "#ffffff") ?? 21) >= (contrastOf(color, "#000000") ?? 0) ? "#ffffff" : "#000000";
}
