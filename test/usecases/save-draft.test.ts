import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { toDraft } from "#app/domain/program/draft-program.ts";
import { DEFAULT_PROGRAM } from "#app/domain/program/program-body.ts";
import { createProgramDraftsStore } from "#app/persistence/program-drafts-store.ts";
import { createAuditStore } from "#app/persistence/audit-store.ts";
import { createProgramStore } from "#app/persistence/program-store.ts";
import { publishProgram } from "#app/usecases/program/publish-program.ts";
import { rollBackProgram } from "#app/usecases/program/roll-back-program.ts";
import { saveDraft } from "#app/usecases/program/save-draft.ts";
import { FULL_PROGRAM } from "#test/support/full-program.ts";
import { program } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());
beforeEach(() => test.clock.set("2026-04-01T12:00:00Z"));

const drafts = () => createProgramDraftsStore(test.database.prisma);
const save = (shopId: string, revision: string | null, body = toDraft(FULL_PROGRAM)) =>
  saveDraft({ ...test, drafts: drafts() }, shopId, { body, basedOn: 1, revision, by: "ada" });

describe("a draft", () => {
  it("is kept as it was typed, unfinished fields too", async () => {
    const shopId = await installTestShop(test);
    const unfinished = {
      ...toDraft(FULL_PROGRAM),
      refunds: { negativeBalance: "limit" as const, limit: "1x" },
    };
    expect(await save(shopId, null, unfinished)).toMatchObject({ ok: true });
    expect(await drafts().get(shopId)).toMatchObject({ body: unfinished, basedOn: 1, updatedBy: "ada" });
  });

  it("is never overwritten by somebody who has not seen it, also when both begin at once", async () => {
    const shopId = await installTestShop(test);
    const begun = await Promise.all([save(shopId, null), save(shopId, null)]);
    expect(begun.map(({ ok }) => ok).sort()).toEqual([false, true]);
    const kept = await drafts().get(shopId);
    expect(await save(shopId, "an older one", toDraft(DEFAULT_PROGRAM))).toMatchObject({
      ok: false,
      refusals: [{ code: "draft-changed" }],
    });
    expect((await drafts().get(shopId))?.revision).toBe(kept?.revision);
    expect(await save(shopId, kept?.revision ?? "", toDraft(DEFAULT_PROGRAM))).toMatchObject({ ok: true });
  });

  it("belongs to its shop alone, and goes only with its own revision", async () => {
    const [one, other] = [await installTestShop(test), await installTestShop(test)];
    const kept = await save(one, null);
    await save(other, null);
    const revision = kept.ok ? kept.value.revision : "";
    await drafts().remove(one, "an older one");
    expect(await drafts().get(one)).not.toBeNull();
    await drafts().remove(one, revision);
    expect(await drafts().get(one)).toBeNull();
    expect(await drafts().get(other)).not.toBeNull();
  });
});

describe("publishing what was made from a version", () => {
  it("is refused once another one was published, and nothing changes", async () => {
    const shopId = await installTestShop(test, { program: program() });
    const publish = (points: number) =>
      publishProgram(test, shopId, { body: program({ points }), by: "ada", basedOn: 1 });
    expect(await publish(2)).toMatchObject({ ok: true, value: { version: 2 } });
    expect(await publish(3)).toMatchObject({ ok: false, refusals: [{ code: "version-changed" }] });
    expect(await createProgramStore(test.database.prisma).list(shopId)).toHaveLength(2);
  });

  it("an older version comes back as a new one; the one between stays", async () => {
    const shopId = await installTestShop(test, { program: program() });
    await publishProgram(test, shopId, { body: program({ points: 9 }), by: "ada" });
    const programs = createProgramStore(test.database.prisma);
    const back = { version: 1, basedOn: 2, by: "ben" };
    expect(await rollBackProgram({ ...test, programs }, shopId, back)).toMatchObject({ ok: true });
    const versions = await programs.list(shopId);
    expect(versions.map(({ body }) => body.earning.rules[0]?.points)).toEqual([1, 9, 1]);
    expect(versions.at(-1)).toMatchObject({ version: 3, publishedBy: "ben" });
    const page = { subject: "program:3", before: null, limit: 2 };
    expect(await createAuditStore(test.database.prisma).list(shopId, page)).toMatchObject([
      { actor: "ben", action: "program-rolled-back", detail: { version: 3, from: 1 } },
    ]);
  });
});
