import type { Member } from "../ledger-ports.ts";

/** A row for somebody of whom nothing is known yet: whatever is told first is news. */
export function blankMember(memberId: string, joinedOn: string): Member {
  return {
    ...{ memberId, customerId: null, email: null, emailKey: null, name: null, tags: [], hasAccount: false },
    ...{ participation: "outside", joinedOn, mergedInto: null, updatedAt: new Date(0) },
    ...{ balance: 0, pending: 0, deficit: 0, earnedTotal: 0, lastSeq: 0 },
    ...{ ordersCount: 0, spentMinor: 0n, lastOrderOn: null },
  };
}
