import { isDeepStrictEqual } from "node:util";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import type { Database } from "#app/persistence/db.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { SimulationFailure } from "../failure.ts";
import { tellBooks } from "./tell-books.ts";
import type { Life } from "../life.ts";
import { type AuditedWorld, createAuditor, type OrderMoments } from "../model/auditor.ts";
import { type TierMove, tiersAt } from "../model/tier-held.ts";
import {
  ENTRIES_SQL,
  type EntryRow,
  LOTS_SQL,
  type LotRow,
  type MemberRow,
  MEMBERS_SQL,
  MOVES_SQL,
} from "../model/rows.ts";

type Version = { version: number; publishedAt: Date; body: ProgramBody };

/** Watches the books of one life: after each step what changed, from time to time all of it. */
export function watchLedger(life: Life) {
  const { shopId, journal } = life;
  const auditor = createAuditor();
  let known = new Map<string, string>();
  const versions: Version[] = [];
  let moves: TierMove[] = [];
  let moments = new Map<string, OrderMoments>();
  /** Who has ever left, been excluded or erased. */
  const everAway = new Set<string>();
  const rows = async <Row extends object>(text: string, ...values: unknown[]): Promise<Row[]> =>
    (await life.staff.watcher.query<Row>(text, [shopId, ...values])).rows;

  const mergedInto = (memberId: string): string[] =>
    [...known.values()]
      .map((text) => JSON.parse(text) as MemberRow)
      .filter((member) => member.mergedInto === memberId)
      .map((member) => member.memberId);

  const world = (): Omit<AuditedWorld, "lotTold"> => ({
    timeZone: life.traits.timeZone,
    now: life.store.now(),
    versions,
    mergedInto,
    tiersAt: (number, memberId, at) => {
      const body = versions.find(({ version }) => version === number)?.body ?? null;
      return body === null ? [null] : tiersAt(body, moves, memberId, mergedInto(memberId), at);
    },
    adjustmentOf: (key) => {
      const name = key.replace(/^adjust:/, "");
      return journal.adjustments.get(name) ?? journal.unanswered.find((one) => one.key === name) ?? null;
    },
    momentsOf: (orderId) => moments.get(orderId) ?? { paidAt: null, earnedAt: null, fulfilledAt: null },
    orderOfRefund: (refundId) => {
      const number = refundId.slice(refundId.lastIndexOf("/") + 1);
      for (const [orderId, states] of life.orderStates)
        if (states.at(-1)!.refunds.some(({ id }) => id === number)) return `gid://shopify/Order/${orderId}`;
      return null;
    },
  });

  async function readVersions(): Promise<void> {
    const found = await rows<Version>(
      `SELECT version, published_at AS "publishedAt", body FROM program_versions WHERE shop_id = $1 ORDER BY version`,
    );
    for (const [position, before] of versions.entries())
      if (JSON.stringify(found[position]) !== JSON.stringify(before))
        throw new SimulationFailure("law 10", `version ${before.version} has changed`);
    for (const { version, body } of found.slice(versions.length)) {
      const asked = journal.publications.get(version);
      if (asked !== undefined && !isDeepStrictEqual(asked, body))
        throw new SimulationFailure("law 10", `version ${version} is not what was published`);
    }
    versions.push(...found.slice(versions.length));
  }

  async function readMoments(): Promise<void> {
    const orders = await rows<OrderMoments & { orderId: string }>(
      `SELECT order_id AS "orderId", paid_at AS "paidAt", earned_at AS "earnedAt", fulfilled_at AS "fulfilledAt" FROM orders WHERE shop_id = $1`,
    );
    moments = new Map(orders.map((order) => [order.orderId, order]));
  }

  /** What this step changed; law 3 at every prefix, laws 2, 4 and 12 by the model's own hand. */
  async function checkChanged(): Promise<number> {
    const members = await rows<MemberRow>(MEMBERS_SQL);
    const present = new Map(members.map((member) => [member.memberId, JSON.stringify(member)]));
    const changed = members.filter(({ memberId }) => known.get(memberId) !== present.get(memberId));
    for (const memberId of known.keys())
      if (!present.has(memberId) && auditor.booksOf(memberId).entries.length > 0)
        throw new SimulationFailure("law 1", `member ${memberId} is gone with entries`);
    known = present;
    if (changed.length === 0) return 0;
    for (const { memberId, participation } of changed)
      if (["left", "excluded", "erased"].includes(participation)) everAway.add(memberId);
    const ids = changed.map(({ memberId }) => memberId);
    const seqs = ids.map((id) => auditor.booksOf(id).book.seq);
    const [entries, lots] = await Promise.all([
      rows<EntryRow>(ENTRIES_SQL, ids, seqs),
      rows<LotRow>(LOTS_SQL, ids),
    ]);
    await readVersions();
    await readMoments();
    if (entries.some(({ kind }) => kind === "earn")) moves = await rows<TierMove>(MOVES_SQL);
    try {
      auditor.audit(world(), changed, entries, lots);
    } catch (error) {
      if (!(error instanceof SimulationFailure) || error.memberId === null) throw error;
      throw new SimulationFailure(error.message, tellBooks(auditor.booksOf(error.memberId)));
    }
    return changed.length;
  }

  /** Everybody: nothing that was written has changed, and orders, members and entries fit together. */
  async function checkAll(): Promise<void> {
    await checkChanged();
    await readVersions();
    const ids = [...auditor.members.keys()];
    const entries = await rows<EntryRow>(
      ENTRIES_SQL,
      ids,
      ids.map(() => 0),
    );
    const told = JSON.stringify(ids.map((id) => entries.filter(({ memberId }) => memberId === id)));
    const remembered = JSON.stringify(ids.map((id) => auditor.booksOf(id).entries));
    if (told !== remembered) throw new SimulationFailure("law 1", "an entry is not as it was written");
    await expectCoherentLedger({ pool: life.staff.watcher } as Database, shopId);
  }

  return { auditor, versions, readVersions, mergedInto, everAway, checkChanged, checkAll, rows };
}

export type LedgerWatch = ReturnType<typeof watchLedger>;
