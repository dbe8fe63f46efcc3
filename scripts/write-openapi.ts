/** Writes docs/openapi.json from the schemas that the public API uses: `npm run openapi`. A test fails when it is stale. */
import { writeFile } from "node:fs/promises";
import { openApiDocument } from "../app/public-api/openapi.ts";

await writeFile("docs/openapi.json", `${JSON.stringify(openApiDocument(), null, 2)}\n`);
