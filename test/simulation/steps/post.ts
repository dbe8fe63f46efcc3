import type { Letter } from "../store/simulated-store.ts";
import type { Life } from "../life.ts";
import { deliver } from "../wire/deliver.ts";
import { act } from "./act.ts";
import type { Step } from "./step.ts";

/** What becomes of webhooks on their way. */
export const POST: readonly Step[] = [
  { name: "deliver-next", weight: 26, run: (life) => bring(life, 0) },
  {
    name: "deliver-any",
    weight: 10,
    run: (life) => bring(life, life.chance.int(0, life.store.post.length - 1)),
  },
  { name: "deliver-twice", weight: 4, run: twice },
  { name: "lose", weight: 2, run: lose },
];

/** Merges and erasures are told by webhook alone: Shopify answers no question about them, so they only come late. */
const NEVER_LOST = ["customers/merge", "customers/redact"];

async function bring(life: Life, place: number): Promise<string | null> {
  const letter = life.store.post[place];
  return letter === undefined ? null : hand(life, letter, () => life.store.post.splice(place, 1));
}

async function hand(life: Life, letter: Letter, arrived: () => void): Promise<string> {
  const acted = await act(life, (house) => deliver(house, life.shopId, letter));
  // No answer, or a bad one: Shopify sends it again.
  if (acted.died) return `${letter.topic} died`;
  if (acted.value === 200) arrived();
  return `${letter.topic} ${acted.value}`;
}

async function twice(life: Life): Promise<string | null> {
  const { post } = life.store;
  if (post.length === 0) return null;
  const letter = life.chance.pick(post.slice(0, 6));
  return hand(life, letter, () => undefined);
}

function lose(life: Life): string | null {
  const { post } = life.store;
  if (!life.traits.loses || post.length === 0) return null;
  const place = life.chance.int(0, post.length - 1);
  if (NEVER_LOST.includes(post[place]!.topic)) return null;
  const [letter] = post.splice(place, 1);
  life.journal.lost++;
  return letter!.topic;
}
