import type { TierIcon } from "#app/domain/tiers/tiers.ts";
import { inkOn } from "./contrast.ts";

/** Drawn in a square of 20. */
const SHAPES: Readonly<Record<TierIcon, string>> = {
  star: "M10 2.5l2.2 4.7 5.1.6-3.8 3.5 1 5.1L10 13.9l-4.5 2.5 1-5.1-3.8-3.5 5.1-.6z",
  crown: "M2.5 6l3.8 3.2L10 4l3.7 5.2L17.500 6l-1.600 9H4.100z",
  gem: "M6 3.500h8l3.500 4L10 17 2.500 7.500z",
  heart:
    "M10 16.500S3 12.200 3 7.700A3.600 3.600 0 0 1 10 6a3.600 3.600 0 0 1 7 1.700c0 4.500-7 8.800-7 8.800z",
  leaf: "M16.500 3.500c-8 0-12.500 3-12.500 8 0 1 .2 1.900.6 2.600L3 16.500l1 1 2-2c.9.6 2 .9 3.200.9 5.300 0 7.300-5.400 7.300-12.900z",
  medal:
    "M6.500 2h2.600L10 5l.9-3h2.600l-1.600 4.900a5 5 0 1 1-3.800 0zM10 8.500l-.9 1.900-2 .3 1.500 1.400-.4 2 1.800-1 1.800 1-.4-2 1.500-1.400-2-.3z",
  rocket:
    "M10 2c3 1.800 4 5 3.600 8.300l2.400 2.200V16l-3.500-1.700h-5L4 16v-3.500l2.400-2.200C6 7 7 3.800 10 2zM8.700 15.500h2.600L10 18.500z",
  sun: "M10 6a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM9.200 1.500h1.600v3H9.200zM9.200 15.500h1.600v3H9.200zM1.500 9.200h3v1.600h-3zM15.500 9.200h3v1.600h-3zM3.400 4.500l1.100-1.100 2.100 2.100-1.100 1.100zM13.400 14.500l1.100-1.100 2.100 2.100-1.100 1.100zM14.500 6.600l-1.100-1.100 2.100-2.100 1.100 1.100zM5.500 13.400l1.100 1.100-2.100 2.100-1.100-1.100z",
};

/** How a tier looks where its name stands beside it: a disc in its colour with its icon. Says nothing by itself. */
export function TierMark(props: {
  /** `#rrggbb`, or anything else for none. */
  readonly color: string | null;
  readonly icon: TierIcon | null;
  /** Stands for the icon where there is none: the name's first letter. */
  readonly name: string;
  readonly sizePixels?: number;
}) {
  const { sizePixels = 28 } = props;
  const color = props.color !== null && /^#[0-9a-f]{6}$/i.test(props.color) ? props.color : "#5c5f62";
  const ink = inkOn(color);
  return (
    <svg
      aria-hidden="true"
      width={sizePixels}
      height={sizePixels}
      viewBox="0 0 32 32"
      style={{ display: "block", flexShrink: 0 }}
    >
      <circle cx="16" cy="16" r="15.5" fill={color} stroke="rgba(0,0,0,.25)" />
      {props.icon === null ? (
        <text x="16" y="21.500" fontSize="16" fontWeight="600" textAnchor="middle" fill={ink}>
          {[...props.name.trim()][0]?.toUpperCase() ?? ""}
        </text>
      ) : (
        <path d={SHAPES[props.icon]} fill={ink} fillRule="evenodd" transform="translate(6 6)" />
      )}
    </svg>
  );
}
