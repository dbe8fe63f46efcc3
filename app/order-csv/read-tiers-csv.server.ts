import type { TiersCsvReader } from "#app/usecases/tiers/tier-file-ports.ts";
import { readMemberRows } from "./member-rows.server.ts";

/** A file of members and the tiers they shall be in, with or without a last day. */
export const tiersCsvReader: TiersCsvReader = {
  async read(open) {
    const reading = await readMemberRows(open, ["tier"], ["until"]);
    if (!reading.ok) return reading;
    return { ok: true, rows: reading.rows.map(({ cells, ...row }) => ({ ...row, ...cells })) };
  },
};
