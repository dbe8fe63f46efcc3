import { invariant } from "../shared/invariant.ts";
import { parseMoney } from "../shared/money.ts";
import { accept, type Outcome, type Refusal, refuse } from "../shared/outcome.ts";
import { parseRatio, type Ratio } from "../shared/ratio.ts";
import { mulDiv } from "../shared/rounding.ts";
import type { Reward } from "./reward.ts";

/** What a member gives for a reward and gets for it. */
export type Quote = {
  readonly points: number;
  /** Money it is worth; null for per cent, free shipping, and a free product, whose price Shopify tells when it is issued. */
  readonly valueMinor: bigint | null;
  /** Subtotal that the order must reach; null = any. */
  readonly minimumOrderMinor: bigint | null;
};

export type QuoteRefusal = Refusal<"insufficient-points" | "below-minimum">;

/** Kinds whose value is money: those a slider can be of. */
export function isWorthMoney(reward: Pick<Reward, "kind">): boolean {
  return reward.kind === "amount-off" || reward.kind === "store-credit" || reward.kind === "gift-card";
}

function moneyOf(text: string, currency: string): bigint {
  const minor = parseMoney(text, currency);
  invariant(minor !== null, `"${text}" of a published reward is an amount of ${currency}`);
  return minor;
}

function shareOf(text: string): Ratio {
  const share = parseRatio(text);
  invariant(share !== null && share.numerator > 0n, `"${text}" of a published reward is a share above 0`);
  return share;
}

/**
 * Subtotal that an order must reach; null = any. At most a share of the order becomes the subtotal of which the value is that share,
 * rounded up to the minor unit.
 */
export function minimumOrderOf(reward: Reward, valueMinor: bigint | null, currency: string): bigint | null {
  const asked = reward.minimumOrder === null ? null : moneyOf(reward.minimumOrder, currency);
  const share = reward.slider?.maximumShare ?? null;
  if (share === null || valueMinor === null) return asked;
  const { numerator, denominator } = shareOf(share);
  const needed = mulDiv(valueMinor, denominator, numerator, "ceil");
  return asked !== null && asked > needed ? asked : needed;
}

/** The fewest points for which it is given: its price, or with a slider the first whole step that the slider allows. */
export function leastPoints({ points: step, slider }: Pick<Reward, "points" | "slider">): number {
  return slider === null ? step : step * Math.max(1, Math.ceil(slider.minimumPoints / step));
}

/**
 * What the reward costs this member and is worth: a fixed price, or with a slider as many whole steps as `points` holds, at most what
 * the balance covers, what the slider allows and, for an order that is known, its share of the order.
 *
 * @param asked `points`: how many the member wants to spend at most, null = the price, or as many as can be; `orderMinor`: subtotal of
 *   the order it is for, where there is one already
 */
export function quoteReward(
  reward: Reward,
  asked: {
    readonly points: number | null;
    readonly spendable: number;
    readonly orderMinor?: bigint | null;
  },
  currency: string,
): Outcome<Quote, QuoteRefusal> {
  const step = reward.points;
  const stepMinor = isWorthMoney(reward) && reward.value !== null ? moneyOf(reward.value, currency) : null;
  const { slider } = reward;
  const least = leastPoints(reward) / step;
  const most =
    slider === null
      ? 1
      : slider.maximumPoints === null
        ? Number.MAX_SAFE_INTEGER
        : Math.floor(slider.maximumPoints / step);
  const wanted = asked.points === null ? most : Math.min(most, Math.floor(asked.points / step));
  if (wanted < least) {
    return refuse({
      code: "below-minimum",
      pointer: "/points",
      detail: `This reward takes ${least * step} points or more. Ask for at least as many.`,
    });
  }
  const affordable = Math.floor(asked.spendable / step);
  if (affordable < least) {
    return refuse({
      code: "insufficient-points",
      detail: `This reward takes ${least * step} points and ${asked.spendable} can be spent.`,
    });
  }
  const fitting = stepsInOrder(reward, stepMinor, asked.orderMinor ?? null);
  if (fitting !== null && fitting < least) {
    return refuse({
      code: "below-minimum",
      detail: "The order is too small for this reward: its least value is more than its share of the order.",
    });
  }
  const steps = Math.min(wanted, affordable, fitting ?? Number.MAX_SAFE_INTEGER);
  const valueMinor = stepMinor === null ? null : stepMinor * BigInt(steps);
  return accept({
    points: steps * step,
    valueMinor,
    minimumOrderMinor: minimumOrderOf(reward, valueMinor, currency),
  });
}

/** Whole steps that the share of an order holds; null = no share, or no order yet. */
function stepsInOrder(reward: Reward, stepMinor: bigint | null, orderMinor: bigint | null): number | null {
  const share = reward.slider?.maximumShare ?? null;
  if (share === null || stepMinor === null || orderMinor === null) return null;
  const { numerator, denominator } = shareOf(share);
  return Number(mulDiv(orderMinor, numerator, denominator * stepMinor, "floor"));
}
