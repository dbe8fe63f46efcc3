import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import type { ProgramDraft } from "#app/domain/program/program-draft.ts";

export type DraftState = "kept" | "keeping" | "failed" | "changed-elsewhere";

/** What the server holds: the draft, or the published program where there is none (revision null). */
export type HeldDraft = {
  readonly body: ProgramDraft;
  readonly basedOn: number | null;
  readonly revision: string | null;
};

export type DraftEditing = {
  readonly draft: ProgramDraft;
  readonly basedOn: number | null;
  readonly state: DraftState;
  readonly edit: (change: (draft: ProgramDraft) => ProgramDraft) => void;
  /** From now on the draft follows `version`: what was published meanwhile is known and will be replaced. */
  readonly rebase: (version: number | null) => void;
  readonly retry: () => void;
  /** Waits until everything typed is kept, and says under which revision. */
  readonly settle: () => Promise<string | null>;
  readonly discard: () => Promise<void>;
  readonly reload: () => void;
};

const ACTION = "/app/program/draft";
/** Shorter than a person takes to reach for a link, longer than between two keys. */
const PAUSE_MS = 500;

/**
 * A draft that keeps itself: what is typed goes to the server after a short pause, one save after another, so that leaving is
 * safe. Each save names the revision that it changes; another person's is never overwritten.
 */
export function useDraft(held: HeldDraft): DraftEditing {
  const [draft, setDraft] = useState(held.body);
  const [basedOn, setBasedOn] = useState(held.basedOn);
  const [state, setState] = useState<DraftState>("kept");
  const latest = useRef({ body: held.body, basedOn: held.basedOn });
  const revision = useRef(held.revision);
  const unsaved = useRef(false);
  const saving = useRef<Promise<void> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const revalidator = useRevalidator();

  const saveAll = async () => {
    while (unsaved.current) {
      unsaved.current = false;
      setState("keeping");
      const outcome = await put({ ...latest.current, revision: revision.current });
      if (outcome.kind === "kept") revision.current = outcome.revision;
      else {
        unsaved.current = outcome.kind === "failed";
        return setState(outcome.kind);
      }
    }
    setState("kept");
  };
  const save = (): Promise<void> => {
    clearTimeout(timer.current);
    saving.current ??= saveAll().finally(() => (saving.current = null));
    return saving.current;
  };
  const take = (next: { body: ProgramDraft; basedOn: number | null }) => {
    latest.current = next;
    unsaved.current = true;
    setDraft(next.body);
    setBasedOn(next.basedOn);
    setState("keeping");
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), PAUSE_MS);
  };
  const start = () => {
    latest.current = { body: held.body, basedOn: held.basedOn };
    revision.current = held.revision;
    unsaved.current = false;
    clearTimeout(timer.current);
    setDraft(held.body);
    setBasedOn(held.basedOn);
    setState("kept");
  };

  const seen = useRef(held);
  /** The merchant has given up what was typed: what the server holds counts, whatever is on its way. */
  const mustTake = useRef(false);
  useEffect(() => {
    // What is on its way to the server is newer than what came from there; another one's draft is met when it arrives.
    if (!mustTake.current && (unsaved.current || saving.current !== null)) return;
    // What the page itself has saved comes back here as well: only another one's draft, or none any more, is taken over.
    if (seen.current === held || (held.revision === revision.current && held.revision !== null)) return;
    seen.current = held;
    mustTake.current = false;
    start();
  }, [held]);
  useEffect(() => () => void (unsaved.current && save()), []);

  return {
    draft,
    basedOn,
    state,
    edit: (change) => take({ ...latest.current, body: change(latest.current.body) }),
    rebase: (version) => take({ ...latest.current, basedOn: version }),
    retry: () => void save(),
    async settle() {
      await save();
      return revision.current;
    },
    async discard() {
      mustTake.current = true;
      unsaved.current = false;
      await saving.current;
      unsaved.current = false;
      if (revision.current !== null)
        await fetch(`${ACTION}?revision=${revision.current}`, { method: "DELETE" });
      revision.current = "discarded";
      revalidator.revalidate();
    },
    reload() {
      mustTake.current = true;
      unsaved.current = false;
      revision.current = "reloading";
      revalidator.revalidate();
    },
  };
}

type Kept =
  { readonly kind: "kept"; readonly revision: string } | { readonly kind: "failed" | "changed-elsewhere" };

async function put(draft: {
  body: ProgramDraft;
  basedOn: number | null;
  revision: string | null;
}): Promise<Kept> {
  try {
    const response = await fetch(ACTION, {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(draft),
    });
    if (!response.ok) return { kind: "failed" };
    const answer = (await response.json()) as { ok: true; revision: string } | { ok: false };
    return answer.ok ? { kind: "kept", revision: answer.revision } : { kind: "changed-elsewhere" };
  } catch {
    // The network is away: the page says so, and keeps what was typed.
    return { kind: "failed" };
  }
}
