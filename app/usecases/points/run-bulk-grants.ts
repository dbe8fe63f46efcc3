import { credit } from "#app/domain/points/credit.ts";
import { debit } from "#app/domain/points/debit.ts";
import type { Cause, Step } from "#app/domain/points/books.ts";
import { lifeOf, type LotLife } from "#app/domain/program/expiry.ts";
import { giveBack } from "#app/domain/points/give-back.ts";
import { keepAlive } from "#app/domain/points/slide.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { type Account, bringUpToDate, closeAccounts, openAccounts, post } from "./accounts.ts";
import type { BulkGrant, BulkGrantRow, BulkGrants, GrantRowProblem } from "./bulk-grant-ports.ts";
import type { Ledger, LedgerStores } from "../ledger-ports.ts";
import type { Clock, ShopRecord, Wake } from "../ports.ts";

export type RunGrantPorts = {
  readonly bulkGrants: Pick<BulkGrants, "listUnfinished" | "nextRows" | "markRows" | "move">;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly wake: Pick<Wake, "metafields">;
};

/** Rows of one transaction: few enough to hold locks for a moment only. */
const ROUND = 100;

/**
 * Carries every confirmed file on from where it stands. Each row has its business key, `grant:<id>/<row>` and
 * `grant:<id>/<row>/undo`, so that a killed worker's rows are found done and never done twice.
 */
export async function runBulkGrants(ports: RunGrantPorts, shopId: string): Promise<void> {
  for (const grant of await ports.bulkGrants.listUnfinished(shopId)) {
    const what = grant.status === "undoing" ? "undo" : "give";
    for (;;) {
      const rows = await ports.bulkGrants.nextRows(shopId, grant.grantId, what, ROUND);
      if (rows.length === 0) break;
      const marks = await ports.ledger.transaction((stores) => runRows(stores, ports, shopId, grant, rows));
      await ports.bulkGrants.markRows(shopId, grant.grantId, marks);
      ports.wake.metafields(shopId);
    }
    const [from, to] = what === "give" ? (["giving", "done"] as const) : (["undoing", "undone"] as const);
    await ports.bulkGrants.move(shopId, grant.grantId, { from: [from], to, finishedAt: ports.clock.now() });
  }
}

type Mark = Pick<BulkGrantRow, "rowNumber" | "done" | "undone" | "problem">;

async function runRows(
  stores: LedgerStores,
  ports: RunGrantPorts,
  shopId: string,
  grant: BulkGrant,
  rows: readonly BulkGrantRow[],
): Promise<Mark[]> {
  const now = ports.clock.now();
  const shop = await stores.shops.get(shopId);
  invariant(shop !== null, `${shopId} is installed`);
  const program = await stores.programs.getCurrent(shopId);
  const memberIds = [...new Set(rows.flatMap(({ memberId }) => memberId ?? []))];
  const members = await stores.members.lock(shopId, { memberIds });
  const lots = await stores.points.listLots(
    shopId,
    members.map(({ memberId }) => memberId),
  );
  const accounts = openAccounts(members, lots);
  const life =
    grant.expiresAt !== null || program === null
      ? { expiresAt: grant.expiresAt, slide: null }
      : lifeOf(now, program.body.expiry, shop.timeZone);
  const marks: Mark[] = [];
  for (const row of rows) {
    const account = accountOf(accounts, row);
    const undoes = grant.status === "undoing";
    const problem =
      account === null
        ? "unknown-member"
        : await (undoes ? undoRow : giveRow)(stores, shop, account, grant, row, { now, life });
    marks.push({
      rowNumber: row.rowNumber,
      done: row.done || (!undoes && problem === null),
      undone: undoes && problem === null,
      problem,
    });
  }
  await closeAccounts(stores, shopId, accounts);
  return marks;
}

/** Somebody may have been merged since the file was read; who was erased is nobody any more. */
function accountOf(accounts: ReadonlyMap<string, Account>, { memberId }: BulkGrantRow): Account | null {
  const named = accounts.get(memberId ?? "");
  const account = named?.member.mergedInto == null ? named : accounts.get(named.member.mergedInto);
  return account === undefined || account.member.participation === "erased" ? null : account;
}

type Moment = { readonly now: Date; readonly life: LotLife };

async function giveRow(
  stores: LedgerStores,
  shop: ShopRecord,
  account: Account,
  grant: BulkGrant,
  row: BulkGrantRow,
  { now, life }: Moment,
): Promise<GrantRowProblem | null> {
  const { points } = row;
  invariant(points !== null, "a row without points has a problem");
  const key = `grant:${grant.grantId}/${row.rowNumber}`;
  if ((await stores.points.findByKey(shop.shopId, key)) !== null) return null;
  bringUpToDate(account, now);
  const source = { type: "bulk-grant", id: `${grant.grantId}/${row.rowNumber}` };
  const cause: Cause = { key, input: String(points), at: now, reason: grant.reason, source };
  if (points > 0) {
    const { books, entry } = credit(account.books, "adjust", { points, earnedAt: now, ...life }, cause);
    post(account, { books: keepAlive(books, now, shop.timeZone), entries: [entry] });
    return null;
  }
  const taken = debit(account.books, "adjust", { points: -points, now }, cause);
  if (!taken.ok) return "insufficient-points";
  post(account, { books: taken.value.books, entries: [taken.value.entry] });
  return null;
}

/** Given points go back as far as they are still there, whole rows only; taken points return with the expiry they had. */
async function undoRow(
  stores: LedgerStores,
  shop: ShopRecord,
  account: Account,
  grant: BulkGrant,
  row: BulkGrantRow,
  { now }: Moment,
): Promise<GrantRowProblem | null> {
  const given = await stores.points.findByKey(shop.shopId, `grant:${grant.grantId}/${row.rowNumber}`);
  invariant(given !== null, "only a row that was done is undone");
  const key = `grant:${grant.grantId}/${row.rowNumber}/undo`;
  if ((await stores.points.findByKey(shop.shopId, key)) !== null) return null;
  bringUpToDate(account, now);
  const stayed = given.memberId === account.member.memberId;
  const cause: Cause = {
    ...{ key, input: "undo", at: now, reason: "adjustment-undone" },
    source: { type: "bulk-grant", id: `${grant.grantId}/${row.rowNumber}` },
    correctsSeq: stayed ? given.entry.seq : null,
  };
  const { points, movements } = given.entry;
  let step: Step;
  if (points > 0) {
    const taken = debit(account.books, "adjust", { points, now }, cause);
    if (!taken.ok) return "already-spent";
    step = taken.value;
  } else {
    const lots = await stores.points.getLots(
      shop.shopId,
      given.memberId,
      movements.map(({ lot }) => lot),
    );
    const returned = { kind: "adjust", taken: movements, lots, timeZone: shop.timeZone } as const;
    step = giveBack(account.books, returned, cause);
  }
  post(account, { books: step.books, entries: [step.entry] });
  return null;
}
