import type { ProgramDraft, StoredDraft } from "#app/domain/program/program-draft.ts";

export type NewDraft = {
  readonly body: ProgramDraft;
  /** The version it was begun from; null: nothing had been published. */
  readonly basedOn: number | null;
  readonly revision: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
};

export interface ProgramDrafts {
  get(shopId: string): Promise<StoredDraft | null>;
  /** Replaces the draft of that revision (null: there is none yet). False: another one stands there, nothing was changed. */
  replace(shopId: string, revision: string | null, draft: NewDraft): Promise<boolean>;
  /** Removes the draft of that revision; another one stays. */
  remove(shopId: string, revision: string): Promise<void>;
}
