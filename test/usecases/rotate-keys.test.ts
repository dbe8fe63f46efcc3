import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabase, type Database } from "#app/persistence/db.ts";
import { createSessionsStore } from "#app/persistence/sessions-store.server.ts";
import { createTokenCipher } from "#app/shopify/token-cipher.server.ts";
import { rotateKeys } from "#app/usecases/shops/rotate-keys.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

const oldKey = { id: "old", key: Buffer.alloc(32, 1) };
const newKey = { id: "new", key: Buffer.alloc(32, 2) };
let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

it("seals every session with the new key, once: afterwards the old key may go", async () => {
  const sessions = createSessionsStore(database);
  const before = createTokenCipher([oldKey]);
  const ids = Array.from({ length: 3 }, (_, index) => `offline_shop-${index}.myshopify.com`);
  for (const id of ids) {
    await sessions.change(id, async () => ({
      result: null,
      put: {
        id,
        shop: id.slice("offline_".length),
        isOnline: false,
        state: "",
        scope: null,
        expiresAt: null,
        refreshExpiresAt: null,
        userId: null,
        userName: null,
        sealed: before.seal(id, { accessToken: `token of ${id}`, refreshToken: null }),
      },
    }));
  }
  const rotating = createTokenCipher([newKey, oldKey]);
  const ports = {
    sessions,
    reseal: (id: string, sealed: string) =>
      rotating.isCurrent(sealed) ? null : rotating.seal(id, rotating.open(id, sealed)),
  };
  expect(await rotateKeys(ports)).toEqual({ sessions: 3, resealed: 3 });
  expect(await rotateKeys(ports)).toEqual({ sessions: 3, resealed: 0 });

  const after = createTokenCipher([newKey]);
  for (const id of ids) {
    const row = await sessions.get(id);
    expect(after.open(id, row?.sealed ?? "").accessToken).toBe(`token of ${id}`);
  }
});
