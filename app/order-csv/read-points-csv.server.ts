import type { PointsCsvReader } from "#app/usecases/points/bulk-grant-ports.ts";
import { readMemberRows } from "./member-rows.server.ts";

/** A file of members and points. */
export const pointsCsvReader: PointsCsvReader = {
  async read(open) {
    const reading = await readMemberRows(open, ["points"]);
    if (!reading.ok) return reading;
    return {
      ok: true,
      rows: reading.rows.map(({ cells, ...row }) => ({ ...row, points: cells.points })),
    };
  },
};
