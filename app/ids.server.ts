import { randomFillSync } from "node:crypto";
import type { Ids } from "#app/usecases/ports.ts";

/** RFC 9562 UUID version 7: 48 bits of the given time in milliseconds, then random bits. */
export function createIds(fillRandom: (bytes: Uint8Array) => void = randomFillSync): Ids {
  return {
    next(at) {
      const bytes = Buffer.alloc(16);
      fillRandom(bytes);
      bytes.writeUIntBE(at.getTime(), 0, 6);
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
      const hex = bytes.toString("hex");
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    },
  };
}
