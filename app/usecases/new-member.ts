import type { Member } from "./ledger-ports.ts";

/** A row for somebody of whom nothing is known yet. */
export function blankMember(memberId: string, joinedOn: string, updatedAt: Date): Member {
  return {
    ...{ memberId, customerId: null, email: null, emailKey: null, name: null, tags: [], hasAccount: false },
    ...{ participation: "outside", joinedOn, mergedInto: null, updatedAt },
    ...{ balance: 0, pending: 0, deficit: 0, earnedTotal: 0, lastSeq: 0 },
    ...{ ordersCount: 0, spentMinor: 0n, lastOrderOn: null },
  };
}
