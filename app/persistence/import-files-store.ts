import type { Pool } from "pg";
import type { ImportFiles } from "#app/usecases/imports/import-file-ports.ts";

const PART_BYTES = 1024 * 1024;

/** Uploaded files in parts of one mebibyte: written and read one part at a time. */
export function createImportFilesStore(pool: Pool): ImportFiles {
  return {
    async store(shopId, importId, content) {
      let part = 0;
      let size = 0;
      const put = async (bytes: Buffer): Promise<void> => {
        await pool.query(
          "INSERT INTO import_files (shop_id, import_id, part, bytes) VALUES ($1, $2, $3, $4)",
          [shopId, importId, part, bytes],
        );
        part += 1;
        size += bytes.length;
      };
      let gathered: Buffer[] = [];
      let length = 0;
      for await (const chunk of content) {
        gathered.push(Buffer.from(chunk));
        length += chunk.length;
        if (length < PART_BYTES) continue;
        await put(Buffer.concat(gathered));
        [gathered, length] = [[], 0];
      }
      if (length > 0) await put(Buffer.concat(gathered));
      return size;
    },

    async *read(shopId, importId) {
      for (let part = 0; ; part++) {
        const { rows } = await pool.query<{ bytes: Buffer }>(
          "SELECT bytes FROM import_files WHERE shop_id = $1 AND import_id = $2 AND part = $3",
          [shopId, importId, part],
        );
        const bytes = rows[0]?.bytes;
        if (bytes === undefined) return;
        yield bytes;
      }
    },

    async remove(shopId, importId) {
      await pool.query("DELETE FROM import_files WHERE shop_id = $1 AND import_id = $2", [shopId, importId]);
    },
  };
}
