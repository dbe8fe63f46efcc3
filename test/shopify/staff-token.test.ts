import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#app/persistence/db.ts";
import { createSessionsStore } from "#app/persistence/sessions-store.server.ts";
import { createStaffNames } from "#app/shopify/staff-token.server.ts";
import { createTokenCipher } from "#app/shopify/token-cipher.server.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createMemoryLog } from "#test/support/memory-log.ts";

const SHOP = "staff.myshopify.com";

describe("the name of a member of staff", () => {
  let testDatabase: TestDatabase;
  let database: Database;
  let server: Server;
  let asked: Record<string, string>[];
  let answer: { status: number; body: string };

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    database = createDatabase(testDatabase.url);
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        asked.push(JSON.parse(Buffer.concat(parts).toString()) as Record<string, string>);
        response.writeHead(answer.status, { "Content-Type": "application/json" }).end(answer.body);
      });
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  });

  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
    server.close();
  });

  beforeEach(async () => {
    asked = [];
    await createSessionsStore(database).removeOfShop(SHOP);
    const user = { first_name: "Зоя", last_name: "O’Hara", email: null };
    answer = { status: 200, body: JSON.stringify({ expires_in: 86_399, associated_user: user }) };
  });

  const names = () =>
    createStaffNames({
      sessions: createSessionsStore(database),
      cipher: createTokenCipher([{ id: "k", key: Buffer.alloc(32, 7) }]),
      fetch: (_, init) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, init),
      ...{ apiKey: "key", apiSecret: "secret", log: createMemoryLog() },
    });

  it("comes from the exchange for an online token, asked once a day for all processes", async () => {
    expect(await names().nameOf(SHOP, "42", "session-token")).toBe("Зоя O’Hara");
    expect(await names().nameOf(SHOP, "42", "another-token")).toBe("Зоя O’Hara");
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      subject_token: "session-token",
      requested_token_type: "urn:shopify:params:oauth:token-type:online-access-token",
    });
  });

  it("is the number where Shopify does not tell, and asked for again next time", async () => {
    answer = { status: 500, body: "{}" };
    expect(await names().nameOf(SHOP, "42", "session-token")).toBe("staff 42");
    expect(await names().nameOf(SHOP, "42", "session-token")).toBe("staff 42");
    expect(asked).toHaveLength(2);
  });

  it("keeps no online token", async () => {
    answer.body = answer.body.replace("{", '{"access_token":"online-secret",');
    await names().nameOf(SHOP, "42", "session-token");
    const [row] = await createSessionsStore(database).listOfShop(SHOP);
    const cipher = createTokenCipher([{ id: "k", key: Buffer.alloc(32, 7) }]);
    expect(cipher.open(row!.id, row!.sealed)).toEqual({ accessToken: null, refreshToken: null });
  });
});
