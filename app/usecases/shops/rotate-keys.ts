import type { Sessions } from "./session-ports.ts";

export type KeyRotationPorts = {
  readonly sessions: Pick<Sessions, "listIds" | "change">;
  /** Seals again with today's key; null when it already is. */
  readonly reseal: (sessionId: string, sealed: string) => string | null;
};

const PAGE = 500;

/** Seals every stored token with today's key, one session at a time under its lock: web and worker go on meanwhile. Safe to run again. */
export async function rotateKeys(
  ports: KeyRotationPorts,
): Promise<{ readonly sessions: number; readonly resealed: number }> {
  let sessions = 0;
  let resealed = 0;
  let after = "";
  for (;;) {
    const ids = await ports.sessions.listIds(after, PAGE);
    for (const id of ids) {
      sessions += 1;
      resealed += await ports.sessions.change(id, async (current) => {
        const sealed = current === null ? null : ports.reseal(id, current.sealed);
        return current === null || sealed === null
          ? { result: 0 }
          : { result: 1, put: { ...current, sealed } };
      });
    }
    const last = ids.at(-1);
    if (last === undefined) return { sessions, resealed };
    after = last;
  }
}
