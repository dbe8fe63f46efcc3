import { emailKeyOf } from "#app/domain/membership/email-key.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import { POINTS_MAX } from "./adjust-points.ts";
import type {
  BulkGrantRow,
  BulkGrants,
  GrantRowProblem,
  MemberLookup,
  PointsCsvReader,
} from "./bulk-grant-ports.ts";
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

const CUSTOMER_GID = "gid://shopify/Customer/";

/** A bare number is the tail of a customer's id; a spreadsheet may have put an apostrophe before it. */
function customerIdOf(who: string): string | null {
  const tail = who.startsWith(CUSTOMER_GID) ? who.slice(CUSTOMER_GID.length) : who.replace(/^'/, "");
  return /^\d+$/.test(tail) ? CUSTOMER_GID + tail : null;
}

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

  const keys = reading.rows.map(({ who }) => ({ customerId: customerIdOf(who), emailKey: emailKeyOf(who) }));
  const found = await ports.memberLookup.findMembers(shopId, {
    emailKeys: [
      ...new Set(keys.flatMap(({ customerId, emailKey }) => (customerId === null ? (emailKey ?? []) : []))),
    ],
    customerIds: [...new Set(keys.flatMap(({ customerId }) => customerId ?? []))],
  });
  const byKey = new Map(found.map((one) => [one.who, one]));
  const rows = reading.rows.map((row, position): BulkGrantRow => {
    const { customerId, emailKey } = keys[position]!;
    const member = byKey.get(customerId ?? emailKey ?? "");
    const points = readPoints(row.points);
    const problem =
      row.problem ??
      (typeof points === "string" ? points : null) ??
      (member === undefined ? "unknown-member" : member.ambiguous ? "ambiguous-member" : null);
    return {
      ...{ rowNumber: row.rowNumber, who: row.who.slice(0, 320), memberId: member?.memberId ?? null },
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
