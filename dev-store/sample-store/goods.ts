import { exponentOf } from "../state/money.ts";

/** The sample store sells plants and what they need. Prices are in hundredths of a unit of the shop's currency. */
export interface Good {
  title: string;
  price: number;
  kind: "Plants" | "Pots" | "Seeds" | "Tools" | "Care" | "Gift cards";
  tags: string[];
  /** Hue of its picture. */
  hue: number;
}

const vendorOf: Record<Good["kind"], string> = {
  Plants: "Fernhill Nursery",
  Pots: "Terra & Co",
  Seeds: "Old Barn Seeds",
  Tools: "Handfast",
  Care: "Greenleaf",
  "Gift cards": "Perennial Demo",
};

export function vendorOfGood(good: Good): string {
  return vendorOf[good.kind];
}

function goodsOf(
  kind: Good["kind"],
  hue: number,
  rows: [title: string, price: number, ...tags: string[]][],
): Good[] {
  return rows.map(([title, price, ...tags], index) => ({
    title,
    price,
    kind,
    tags,
    hue: (hue + index * 9) % 360,
  }));
}

export const goods: readonly Good[] = [
  ...goodsOf("Plants", 110, [
    ["Monstera", 3490, "indoor", "bestseller"],
    ["Snake plant", 2450, "indoor", "easy"],
    ["Fiddle-leaf fig", 5900, "indoor"],
    ["Pothos", 1490, "indoor", "easy"],
    ["Peace lily", 2190, "indoor"],
    ["Lavender", 990, "outdoor", "bee-friendly"],
    ["Rosemary", 890, "outdoor", "kitchen"],
    ["Hydrangea", 2790, "outdoor"],
    ["Japanese maple", 8900, "outdoor"],
    ["Olive tree", 7450, "outdoor"],
    ["Aloe vera", 1590, "indoor", "easy"],
    ["String of pearls", 1790, "indoor"],
  ]),
  ...goodsOf("Pots", 18, [
    ["Terracotta pot, small", 790],
    ["Terracotta pot, large", 1890],
    ["Glazed planter", 3250, "bestseller"],
    ["Hanging basket", 1650],
    ["Zinc trough", 4490, "outdoor"],
    ["Self-watering pot", 2890, "easy"],
    ["Concrete bowl", 3790],
    ["Saucer set", 690],
  ]),
  ...goodsOf("Seeds", 52, [
    ["Tomato seeds", 349, "kitchen"],
    ["Basil seeds", 299, "kitchen"],
    ["Sunflower seeds", 399, "outdoor", "bee-friendly"],
    ["Wildflower mix", 599, "outdoor", "bee-friendly"],
    ["Chilli seeds", 379, "kitchen"],
    ["Sweet pea seeds", 329, "outdoor"],
  ]),
  ...goodsOf("Tools", 205, [
    ["Hand trowel", 1290],
    ["Secateurs", 3990, "bestseller"],
    ["Watering can", 2690],
    ["Gardening gloves", 1190],
    ["Plant mister", 1390, "indoor"],
    ["Dibber", 790],
    ["Pruning saw", 4590],
  ]),
  ...goodsOf("Care", 280, [
    ["Potting soil", 990],
    ["Orchid food", 849, "indoor"],
    ["Slow-release fertiliser", 1290],
    ["Neem oil", 1150],
    ["Clay pebbles", 1090, "indoor"],
  ]),
  ...goodsOf("Gift cards", 330, [
    ["Gift card 25", 2500],
    ["Gift card 50", 5000],
  ]),
];

/** A simple picture: a plant in a pot, coloured by the good. */
export function pictureOf(good: Good): string {
  const leaf = `hsl(${good.hue} 45% 42%)`;
  const pale = `hsl(${good.hue} 50% 90%)`;
  const pot = `hsl(${(good.hue + 190) % 360} 35% 50%)`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" role="img" aria-label="${good.title.replace(/&/g, "&amp;")}">`,
    `<rect width="400" height="400" fill="${pale}"/>`,
    `<path d="M200 250C120 220 110 130 150 80c40 40 60 100 50 170zM200 250c80-30 100-110 70-170-50 40-75 100-70 170z" fill="${leaf}"/>`,
    `<path d="M200 250C190 170 195 120 200 50c15 60 15 130 0 200z" fill="${leaf}" opacity=".7"/>`,
    `<path d="M130 250h140l-16 100H146z" fill="${pot}"/>`,
    `</svg>`,
  ].join("");
}

/** Prices are written in hundredths; a currency without decimals counts them as whole units. */
export function priceIn(currency: string, hundredths: number): bigint {
  const digits = exponentOf(currency);
  if (digits === 0) return BigInt(hundredths);
  return BigInt(hundredths) * 10n ** BigInt(digits - 2);
}
