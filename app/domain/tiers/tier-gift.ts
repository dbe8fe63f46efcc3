/** Business key of the reward that a member gets for reaching a tier: once for both. */
export function tierGiftKey(memberId: string, tierId: string): string {
  return `tier:${memberId}/${tierId}/reward`;
}

/** The tier for which a redemption was given, by its key; null = its points were paid. */
export function tierOfGift({
  points,
  idempotencyKey,
}: {
  readonly points: number;
  readonly idempotencyKey: string;
}): string | null {
  return points > 0 ? null : (/^tier:[^/]+\/(.+)\/reward$/.exec(idempotencyKey)?.[1] ?? null);
}
