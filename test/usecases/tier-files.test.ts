import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { tiersCsvReader } from "#app/order-csv/read-tiers-csv.server.ts";
import { createAuditStore } from "#app/persistence/audit-store.ts";
import { createBulkGrantsStore } from "#app/persistence/bulk-grants-store.ts";
import { createProgramStore } from "#app/persistence/program-store.ts";
import { createTierFilesStore } from "#app/persistence/tier-files-store.ts";
import { decideTierFile, type TierFileDecision } from "#app/usecases/tiers/decide-tier-file.ts";
import { prepareTierFile } from "#app/usecases/tiers/prepare-tier-file.ts";
import { runTierFiles } from "#app/usecases/tiers/run-tier-files.ts";
import { setTierByHand } from "#app/usecases/tiers/set-tier-by-hand.ts";
import { ADA, BEN } from "#test/support/factories.ts";
import { createTiersHouse, tier, tiers, type TiersHouse } from "#test/support/tiers-house.ts";

let house: TiersHouse;
let ports: TiersHouse["test"] & ReturnType<typeof stores>;
beforeAll(async () => {
  house = await createTiersHouse();
  ports = { ...house.test, ...stores() };
});
afterAll(() => house.drop());

function stores() {
  const { prisma } = house.test.database;
  return {
    tierFiles: createTierFilesStore(prisma),
    programs: createProgramStore(prisma),
    memberLookup: createBulkGrantsStore(prisma),
    audit: createAuditStore(prisma),
    tiersCsv: tiersCsvReader,
  };
}

const GOLD = tier("gold", "5000", {
  name: "Gold",
  entryPoints: 25,
  texts: { ru: { name: "Золотой", description: null } },
});
/** Ada and Ben are bronze. */
beforeEach(async () => {
  await house.open(tiers({ ladder: [tier("bronze", "0"), tier("silver", "1000"), GOLD] }));
  await house.buy(1, "10.00");
  await house.buy(2, "10.00", { customer: BEN });
  await house.move();
});

const shop = () => ({ shopId: house.shopId, timeZone: "America/New_York" });
async function prepare(text: string): Promise<string> {
  const open = async function* () {
    yield await Promise.resolve(new TextEncoder().encode(text));
  };
  const input = { fileName: "tiers.csv", open, reason: "from the old program", by: "Grace" };
  const prepared = await prepareTierFile(ports, shop(), input);
  if (!prepared.ok) throw new Error(prepared.refusals[0].code);
  return prepared.value.fileId;
}
async function decide(fileId: string, decision: TierFileDecision) {
  const decided = await decideTierFile(ports, house.shopId, { fileId, decision, by: "Grace" });
  await runTierFiles(ports, house.shopId);
  return decided;
}
const stand = async () => [await house.tierOf(ADA), await house.tierOf(BEN)];
const rowsOf = (fileId: string) => ports.tierFiles.listRows(house.shopId, fileId, 100);
const problems = async (fileId: string) =>
  (await rowsOf(fileId)).flatMap(({ rowNumber, problem }) =>
    problem === null ? [] : [[rowNumber, problem]],
  );

describe("a file of tiers", () => {
  it("is looked at before anything changes: what can't be done stands at its row", async () => {
    const fileId = await prepare(
      [
        "Until,Email,Tier",
        `,${ADA.email},gold`,
        `2026-12-31,${BEN.email},ЗОЛОТОЙ`,
        `,${ADA.email},platinum`,
        `31.12.2026,${ADA.email},gold`,
        `2026-03-01,${ADA.email},gold`,
        ",nobody@example.com,gold",
      ].join("\n"),
    );
    expect(await problems(fileId)).toEqual([
      [4, "unknown-tier"],
      [5, "day-not-valid"],
      [6, "until-in-the-past"],
      [7, "unknown-member"],
    ]);
    expect((await rowsOf(fileId)).at(-1)).toMatchObject({ tierId: "gold", presentTierId: "bronze" });
    expect(await stand()).toEqual(["bronze", "bronze"]);
  });

  it("puts its members where it says, each with its last day, its reason and its entry reward; others keep what they have", async () => {
    const tail = BEN.customerId.split("/").at(-1);
    const fileId = await prepare(
      `customer id,tier,until\n${ADA.customerId},Gold,2026-03-20\n${tail},nonsense,\n`,
    );
    await decide(fileId, "apply");
    expect(await stand()).toEqual(["gold", "bronze"]);
    expect((await house.movesOf(ADA)).at(-1)).toMatchObject({
      ...{ to: "gold", because: "by-hand", actor: "Grace", note: "from the old program" },
    });
    await house.move();
    expect(await house.entries("tier:%")).toMatchObject([{ points: 25 }]);
    expect(await ports.tierFiles.get(house.shopId, fileId)).toMatchObject({
      ...{ status: "done", sums: { rows: 2, problems: 1, members: 1, done: 1, undone: 0 } },
    });
    await house.reviewOn("2026-03-21");
    expect(await stand()).toEqual(["bronze", "bronze"]);
  });

  it("is undone as one, but for whom somebody has changed since", async () => {
    const fileId = await prepare(`email,tier\n${ADA.email},gold\n${BEN.email},silver\n${BEN.email},gold\n`);
    await decide(fileId, "apply");
    expect(await stand()).toEqual(["gold", "gold"]);
    await setTierByHand(house.test, house.shopId, {
      ...{ memberId: await house.idOf(ADA), tierId: "silver", until: null, exact: false },
      ...{ reason: "agreed by phone", idempotencyKey: "phone", by: "Grace" },
    });
    await decide(fileId, "undo");
    expect(await stand()).toEqual(["silver", "bronze"]);
    expect(await problems(fileId)).toEqual([[2, "changed-since"]]);
    expect(await decide(fileId, "undo")).toMatchObject({ refusals: [{ code: "not-possible-now" }] });
    const actions = await ports.audit.list(house.shopId, {
      ...{ subject: `tier-file:${fileId}`, before: null, limit: 9 },
    });
    expect(actions.map(({ action }) => action).toSorted()).toEqual(["tier-file-apply", "tier-file-undo"]);
  });

  it("does what is still possible when the ladder has changed before it is applied", async () => {
    const fileId = await prepare(`email,tier\n${ADA.email},gold\n${BEN.email},silver\n`);
    await house.publish(tiers({ ladder: [tier("bronze", "0"), tier("silver", "1000")] }));
    await decide(fileId, "apply");
    expect(await stand()).toEqual(["bronze", "silver"]);
    expect(await problems(fileId)).toEqual([[2, "unknown-tier"]]);
  });

  it("is refused as a whole without its columns, a reason, or tiers", async () => {
    await expect(prepare("email,points\na@b.c,5\n")).rejects.toThrow("missing-column");
    await house.publish(null);
    await expect(prepare(`email,tier\n${ADA.email},gold\n`)).rejects.toThrow("no-tiers");
  });
});
