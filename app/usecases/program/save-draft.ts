import type { ProgramDraft } from "#app/domain/program/program-draft.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import type { Clock, Ids } from "../ports.ts";
import type { ProgramDrafts } from "./program-draft-ports.ts";

export type SaveDraftPorts = {
  readonly drafts: ProgramDrafts;
  readonly clock: Clock;
  readonly ids: Ids;
};

/**
 * Keeps what the merchant has composed so far. It may be unfinished: it is judged at publishing. `revision` is the draft
 * that was changed (null: none); somebody else's later one is never overwritten.
 */
export async function saveDraft(
  ports: SaveDraftPorts,
  shopId: string,
  input: {
    readonly body: ProgramDraft;
    readonly basedOn: number | null;
    readonly revision: string | null;
    readonly by: string;
  },
): Promise<Outcome<{ readonly revision: string; readonly savedAt: Date }, Refusal<"draft-changed">>> {
  const now = ports.clock.now();
  const revision = ports.ids.next(now);
  const { body, basedOn } = input;
  const kept = { body, basedOn, revision, updatedAt: now, updatedBy: input.by };
  if (await ports.drafts.replace(shopId, input.revision, kept)) return accept({ revision, savedAt: now });
  return refuse({
    code: "draft-changed",
    detail: "The draft was changed elsewhere meanwhile. Load it again; what you typed last was not kept.",
  });
}
