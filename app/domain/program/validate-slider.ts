import type { Reward } from "../rewards/reward.ts";
import { parseRatio } from "../shared/ratio.ts";
import { notRead, type ProgramRefusal, refuseWhen } from "./program-refusal.ts";

/** A slider goes in whole steps of the reward's price; both its ends are steps. */
export function validateSlider({ kind, points, slider }: Reward, pointer: string): ProgramRefusal[] {
  if (slider === null) return [];
  if (kind !== "amount-off" && kind !== "store-credit" && kind !== "gift-card") {
    return refuseWhen(
      true,
      "slider-not-possible",
      pointer,
      "Shoppers can choose how much to spend only where a reward's value is money: leave the slider out.",
    );
  }
  const { minimumPoints, maximumPoints, maximumShare } = slider;
  const isStep = (chosen: number) =>
    Number.isSafeInteger(chosen) && chosen >= points && chosen % points === 0;
  const isPriced = Number.isSafeInteger(points) && points > 0;
  return [
    ...refuseWhen(
      isPriced && !isStep(minimumPoints),
      "slider-minimum",
      `${pointer}/minimumPoints`,
      `Enter a multiple of the price of one step, ${points} points, and at least that.`,
    ),
    ...refuseWhen(
      isPriced && maximumPoints !== null && !(isStep(maximumPoints) && maximumPoints >= minimumPoints),
      "slider-maximum",
      `${pointer}/maximumPoints`,
      `Enter a multiple of the price of one step, ${points} points, and at least the minimum, or leave it out.`,
    ),
    ...notRead(
      kind !== "amount-off" && maximumShare !== null,
      `${pointer}/maximumShare`,
      `A reward of the kind "${kind}"`,
    ),
    ...validateShare(maximumShare, `${pointer}/maximumShare`),
  ];
}

function validateShare(text: string | null, pointer: string): ProgramRefusal[] {
  if (text === null) return [];
  const share = parseRatio(text);
  return refuseWhen(
    share === null || share.numerator === 0n || share.numerator > share.denominator,
    "slider-share",
    pointer,
    'Enter a share of the order above 0 and at most 1, for example "0.5".',
  );
}
