import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { deserialize, serialize } from "node:v8";

export interface StoredEntity {
  shop: string;
  kind: string;
  id: string;
  value: unknown;
}

/**
 * One SQLite file holding each entity as a v8-serialized blob. It is written through at each change and read only at boot.
 * `synchronous = OFF` is on purpose: what was committed survives a killed process, only a power cut could lose it.
 */
export class Persistence {
  readonly #database: DatabaseSync;
  readonly #put;
  readonly #remove;
  readonly #putMeta;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#database = new DatabaseSync(join(folder, "store.sqlite"));
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = OFF;
      CREATE TABLE IF NOT EXISTS entity (
        shop TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, value BLOB NOT NULL,
        PRIMARY KEY (shop, kind, id)
      ) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    `);
    this.#put = this.#database.prepare(
      "INSERT OR REPLACE INTO entity (shop, kind, id, value) VALUES (?, ?, ?, ?)",
    );
    this.#remove = this.#database.prepare("DELETE FROM entity WHERE shop = ? AND kind = ? AND id = ?");
    this.#putMeta = this.#database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)");
  }

  *entities(): Generator<StoredEntity> {
    for (const row of this.#database.prepare("SELECT shop, kind, id, value FROM entity").iterate()) {
      yield {
        shop: String(row.shop),
        kind: String(row.kind),
        id: String(row.id),
        value: deserialize(row.value as Uint8Array),
      };
    }
  }

  meta(key: string): unknown {
    const row = this.#database.prepare("SELECT value FROM meta WHERE key = ?").get(key);
    return row === undefined ? null : deserialize(row.value as Uint8Array);
  }

  /** One transaction for all that `work` writes; rolled back when it throws. */
  transaction(work: () => void): void {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      work();
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  put(shop: string, kind: string, id: string, value: unknown): void {
    this.#put.run(shop, kind, id, serialize(value));
  }

  remove(shop: string, kind: string, id: string): void {
    this.#remove.run(shop, kind, id);
  }

  clear(): void {
    this.#database.exec("DELETE FROM entity");
  }

  putMeta(key: string, value: unknown): void {
    this.#putMeta.run(key, serialize(value));
  }

  close(): void {
    this.#database.close();
  }
}
