import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import { POINTS_MAX } from "./adjust-points.ts";
import type { BulkGrantRow, BulkGrants, GrantRowProblem, PointsCsvReader } from "./bulk-grant-ports.ts";
import { findNamedMembers, type MemberLookup } from "../members/find-named-members.ts";
import type { Clock, Ids } from "../ports.ts";

export type PrepareGrantPorts = {
  readonly bulkGrants: Pick<BulkGrants, "insert">;
  readonly memberLookup: MemberLookup;
  readonly pointsCsv: PointsCsvReader;
  readonly clock: Clock;
  readonly ids: Ids;
};

export type PrepareGrantRefusal = Refusal<
  "reason-required" | "expiry-in-the-past" | "empty-file" | "not-csv" | "missing-column" | "too-many-rows"
>;

const DETAILS: Record<"empty-file" | "not-csv" | "missing-column" | "too-many-rows", string> = {
  "empty-file": "The file has no rows below its header.",
  "not-csv": "The file can't be read as CSV. Save it as CSV (UTF-8) and try again.",
  "missing-column": 'The first row must name a column "email" or "customer id" and a column "points".',
  "too-many-rows": "Split the file: at most 100,000 rows at once.",
};

function readPoints(text: string): number | GrantRowProblem {
  const plain = text.replaceAll(/[\s\u00a0\u202f']/g, "").replace("\u2212", "-");
  const points = /^[+-]?\d+$/.test(plain) ? Number(plain) : 0;
  if (points === 0) return "points-not-whole";
  return Math.abs(points) > POINTS_MAX ? "points-too-many" : points;
}

/** Reads the file and finds its members; nothing is given before the merchant has seen it. */
export async function prepareBulkGrant(
  ports: PrepareGrantPorts,
  shopId: string,
  input: {
    readonly fileName: string;
    readonly open: () => AsyncIterable<Uint8Array>;
    readonly reason: string;
    readonly expiresAt: Date | null;
    readonly by: string;
  },
): Promise<Outcome<{ readonly grantId: string }, PrepareGrantRefusal>> {
  const now = ports.clock.now();
  const reason = input.reason.trim();
  if (reason === "") {
    const detail = "Say why, so that each member's history explains itself.";
    return refuse({ code: "reason-required", pointer: "/reason", detail });
  }
  if (input.expiresAt !== null && input.expiresAt <= now) {
    const detail = "Points can't expire before they are given: choose a later day.";
    return refuse({ code: "expiry-in-the-past", pointer: "/expiresAt", detail });
  }
  const reading = await ports.pointsCsv.read(input.open);
  if (!reading.ok) return refuse({ code: reading.code, detail: DETAILS[reading.code] });

  const named = await findNamedMembers(
    ports.memberLookup,
    shopId,
    reading.rows.map(({ who }) => who),
  );
  const rows = reading.rows.map((row, position): BulkGrantRow => {
    const member = named[position]!;
    const points = readPoints(row.points);
    const problem = row.problem ?? (typeof points === "string" ? points : null) ?? member.problem;
    return {
      ...{ rowNumber: row.rowNumber, who: row.who.slice(0, 320), memberId: member.memberId },
      ...{ points: typeof points === "number" ? points : null, problem, done: false, undone: false },
    };
  });
  const grantId = ports.ids.next(now);
  await ports.bulkGrants.insert(
    shopId,
    {
      ...{ grantId, fileName: input.fileName, reason, expiresAt: input.expiresAt, status: "review" },
      ...{ createdAt: now, createdBy: input.by, finishedAt: null },
    },
    rows,
  );
  return accept({ grantId });
}
