import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { compareProgram, type ProgramChange } from "#app/domain/program/compare-programs.ts";
import { toBody, toDraft } from "#app/domain/program/draft-program.ts";
import { DEFAULT_PROGRAM, type ProgramBody } from "#app/domain/program/program-body.ts";
import type { ProgramDraft } from "#app/domain/program/program-draft.ts";
import { type ProgramRefusal, validateProgram } from "#app/domain/program/validate-program.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import { formatMoney, minorDigits } from "#app/domain/shared/money.ts";
import { type Format, useFormat } from "../format.ts";
import { type FieldSurroundings, FieldSurroundingsContext } from "./field-surroundings.ts";
import { newExample, type Example } from "./example-order.ts";
import type { ProgramWords } from "./program-words.ts";
import { type DraftEditing, useDraft } from "./use-draft.ts";
import { idsOfProgram, useTitles } from "./use-titles.ts";

export type VersionView = {
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly body: ProgramBody;
};

export type WorkspaceData = {
  /** Newest first. */
  readonly versions: readonly VersionView[];
  readonly draft: {
    readonly body: ProgramDraft;
    readonly basedOn: number | null;
    readonly revision: string;
    readonly updatedAt: string;
    readonly updatedBy: string;
  } | null;
  readonly currency: string;
  readonly timeZone: string;
  readonly now: string;
};

/** What every page of the program works on: the live version, the draft, and what keeps it from being published. */
export type Workspace = Omit<DraftEditing, "draft"> & {
  readonly draft: ProgramDraft;
  readonly body: ProgramBody;
  readonly live: VersionView | null;
  readonly versions: readonly VersionView[];
  readonly changes: readonly ProgramChange[];
  /** There is something to publish. */
  readonly unpublished: boolean;
  /** Another version was published since the draft was begun. */
  readonly overtaken: boolean;
  readonly refusals: readonly ProgramRefusal[];
  /** The sentence at a field: of what is refused there, or within it. */
  readonly errorAt: (pointer: string) => string | false;
  readonly sentenceOf: (refusal: {
    readonly code: string;
    readonly detail: string;
    readonly pointer?: string | undefined;
  }) => string;
  readonly currency: string;
  readonly timeZone: string;
  readonly now: Date;
  readonly format: Format;
  readonly words: ProgramWords;
  readonly learnTitles: (titles: Readonly<Record<string, string>>) => void;
  readonly example: Example;
  readonly setExample: (example: Example) => void;
};

const WorkspaceContext = createContext<Workspace | null>(null);

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (workspace === null) throw new Error("a page of the program stands within its workspace");
  return workspace;
}

export function WorkspaceProvider({ data, children }: { data: WorkspaceData; children: ReactNode }) {
  const { versions, currency, timeZone } = data;
  const { t } = useTranslation("program");
  const format = useFormat({ currency, timeZone });
  const live = versions[0] ?? null;
  const held = useMemo(
    () =>
      data.draft ?? {
        body: toDraft(live?.body ?? DEFAULT_PROGRAM),
        basedOn: live?.version ?? null,
        revision: null,
      },
    [data],
  );
  const editing = useDraft(held);
  const [example, setExample] = useState<Example>(() => newExample(currency));
  const now = useMemo(() => new Date(data.now), [data.now]);
  const body = useMemo(() => toBody(editing.draft), [editing.draft]);
  const changes = useMemo(() => (live === null ? [] : compareProgram(live.body, body)), [live, body]);
  const refusals = useMemo(
    () => validateProgram(body, currency, businessDate(now, timeZone)),
    [body, currency, now],
  );
  const [titles, learnTitles] = useTitles([
    ...idsOfProgram(body),
    ...(live === null ? [] : idsOfProgram(live.body)),
  ]);
  // Tiers that are gone are still spoken of: by the name that the newest version with them gave.
  const tierNames = useMemo(
    () =>
      new Map(
        [...versions.toReversed().map((version) => version.body), body].flatMap(({ tiers }) =>
          (tiers?.ladder ?? []).map(({ id, name }) => [id, name] as const),
        ),
      ),
    [versions, body],
  );
  const words = useMemo(
    () => ({ t, format, nameOf: (id: string) => titles[id] ?? tierNames.get(id) }),
    [t, format, titles, tierNames],
  );
  const sentenceOf: Workspace["sentenceOf"] = ({ code, detail, pointer }) =>
    t(`refusal.${code}`, {
      // Where one code can stand at several fields, each has its own sentence.
      context: pointer?.split("/").at(-1),
      defaultValue: detail,
      currency,
      example: formatMoney(10n ** BigInt(minorDigits(currency)), currency),
    });
  const errorAt: Workspace["errorAt"] = (pointer) => {
    const refusal = refusals.find((one) => one.pointer === pointer || one.pointer?.startsWith(`${pointer}/`));
    return refusal !== undefined && sentenceOf(refusal);
  };
  const surroundings: FieldSurroundings = {
    errorAt,
    nameOf: words.nameOf,
    learnTitles,
    tiers: editing.draft.tiers?.ladder ?? [],
  };
  return (
    <WorkspaceContext.Provider
      value={{
        ...editing,
        body,
        live,
        versions,
        changes,
        unpublished: live === null || changes.length > 0,
        overtaken: changes.length > 0 && editing.basedOn !== (live?.version ?? null),
        refusals,
        errorAt,
        sentenceOf,
        currency,
        timeZone,
        now,
        format,
        words,
        learnTitles,
        example,
        setExample,
      }}
    >
      <FieldSurroundingsContext.Provider value={surroundings}>{children}</FieldSurroundingsContext.Provider>
    </WorkspaceContext.Provider>
  );
}
