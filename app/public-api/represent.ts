import type { z } from "zod";
import type { EntryRecord, MemberRecord } from "#app/usecases/ports.ts";
import type { TierStanding } from "#app/usecases/tiers/describe-tiers.ts";
import { representMemberTier } from "./represent-tiers.ts";
import type { entryShape, memberShape } from "./shapes/member.ts";

/** Records → the documented shapes. */
export function representMember(
  member: MemberRecord,
  standing: TierStanding | null,
): z.input<typeof memberShape> {
  return {
    id: member.memberId,
    customerId: member.customerId,
    email: member.email,
    name: member.name,
    joinedOn: member.joinedOn,
    balance: member.balance,
    spendable: member.spendable,
    pending: member.pending,
    deficit: member.deficit,
    earnedTotal: member.earnedTotal,
    expiring: member.expiring.map(({ points, expiresAt }) => ({
      points,
      expiresAt: new Date(expiresAt).toISOString(),
    })),
    tier: standing && representMemberTier(standing),
    stage: member.ordersCount === 0 ? null : member.ordersCount === 1 ? "buyer" : "client",
    participation: member.participation,
  };
}

export function representEntry(entry: EntryRecord): z.input<typeof entryShape> {
  return {
    id: entry.id,
    at: entry.at.toISOString(),
    kind: entry.kind,
    points: entry.points,
    pendingPoints: entry.pendingPoints,
    balanceAfter: entry.balanceAfter,
    pendingAfter: entry.pendingAfter,
    shortfall: entry.shortfall,
    alreadyExpired: entry.alreadyExpired,
    key: entry.key,
    reason: entry.reason,
    source: entry.source,
    programVersion: entry.programVersion,
    lots: entry.lots.map((lot) => ({ ...lot, expiresAt: lot.expiresAt?.toISOString() ?? null })),
    corrects: entry.corrects,
  };
}
