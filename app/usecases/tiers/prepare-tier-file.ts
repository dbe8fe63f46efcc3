import { businessDate, type Day, isDay } from "#app/domain/shared/calendar.ts";
import { foldCase } from "#app/domain/shared/fold-case.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import type { Tiers } from "#app/domain/tiers/tiers.ts";
import type { Programs } from "../ledger-ports.ts";
import { findNamedMembers, type MemberLookup } from "../members/find-named-members.ts";
import type { Clock, Ids, ShopRecord } from "../ports.ts";
import type { TierFileRow, TierFiles, TierRowProblem, TiersCsvReader } from "./tier-file-ports.ts";

export type PrepareTierFilePorts = {
  readonly tierFiles: Pick<TierFiles, "insert">;
  readonly programs: Pick<Programs, "getCurrent">;
  readonly memberLookup: MemberLookup;
  readonly tiersCsv: TiersCsvReader;
  readonly clock: Clock;
  readonly ids: Ids;
};

export type PrepareTierFileRefusal = Refusal<
  "reason-required" | "no-tiers" | "empty-file" | "not-csv" | "missing-column" | "too-many-rows"
>;

const DETAILS: Record<"empty-file" | "not-csv" | "missing-column" | "too-many-rows", string> = {
  "empty-file": "The file has no rows below its header.",
  "not-csv": "The file can't be read as CSV. Save it as CSV (UTF-8) and try again.",
  "missing-column": 'The first row must name a column "email" or "customer id" and a column "tier".',
  "too-many-rows": "Split the file: at most 100,000 rows at once.",
};

/** Reads the file and finds its members and tiers; nothing changes before the merchant has seen it. */
export async function prepareTierFile(
  ports: PrepareTierFilePorts,
  { shopId, timeZone }: Pick<ShopRecord, "shopId" | "timeZone">,
  input: {
    readonly fileName: string;
    readonly open: () => AsyncIterable<Uint8Array>;
    readonly reason: string;
    readonly by: string;
  },
): Promise<Outcome<{ readonly fileId: string }, PrepareTierFileRefusal>> {
  const now = ports.clock.now();
  const reason = input.reason.trim();
  if (reason === "") {
    const detail = "Say why, so that each member's history explains itself.";
    return refuse({ code: "reason-required", pointer: "/reason", detail });
  }
  const tiers = (await ports.programs.getCurrent(shopId))?.body.tiers ?? null;
  if (tiers === null)
    return refuse({ code: "no-tiers", detail: "The program in force has no tiers: publish some first." });
  const reading = await ports.tiersCsv.read(input.open);
  if (!reading.ok) return refuse({ code: reading.code, detail: DETAILS[reading.code] });

  const today = businessDate(now, timeZone);
  const named = await findNamedMembers(
    ports.memberLookup,
    shopId,
    reading.rows.map(({ who }) => who),
  );
  const rows = reading.rows.map((row, position): TierFileRow => {
    const member = named[position]!;
    const tierId = findTierNamed(tiers, row.tier);
    const until = readDay(row.until, today);
    const problem =
      row.problem ?? (tierId === null ? "unknown-tier" : null) ?? until.problem ?? member.problem;
    return {
      ...{ rowNumber: row.rowNumber, who: row.who.slice(0, 320), memberId: member.memberId },
      ...{ tier: row.tier.slice(0, 320), tierId, until: until.day, problem },
      ...{ before: null, done: false, undone: false },
    };
  });
  const fileId = ports.ids.next(now);
  await ports.tierFiles.insert(
    shopId,
    {
      ...{ fileId, fileName: input.fileName, reason, status: "review" },
      ...{ createdAt: now, createdBy: input.by, finishedAt: null },
    },
    rows,
  );
  return accept({ fileId });
}

/** By its id, or by its name, in any case of letters and in any of its languages. */
function findTierNamed({ ladder }: Tiers, text: string): string | null {
  const wanted = foldCase(text.trim());
  const tier =
    ladder.find(({ id }) => id === text.trim()) ??
    ladder.find(({ name, texts }) =>
      [name, ...Object.values(texts).map((words) => words.name)].some(
        (word) => word !== null && foldCase(word.trim()) === wanted,
      ),
    );
  return tier?.id ?? null;
}

function readDay(
  text: string,
  today: Day,
): { readonly day: Day | null; readonly problem: TierRowProblem | null } {
  const day = text.replace(/^'/, "");
  if (day === "") return { day: null, problem: null };
  if (!isDay(day)) return { day: null, problem: "day-not-valid" };
  return { day, problem: day < today ? "until-in-the-past" : null };
}
