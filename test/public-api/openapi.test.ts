import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openApiDocument, operations } from "#app/public-api/openapi.ts";

describe("the API's description", () => {
  it("in docs/openapi.json is the one that the schemas say (npm run openapi writes it)", () => {
    expect(JSON.parse(readFileSync("docs/openapi.json", "utf8"))).toEqual(
      JSON.parse(JSON.stringify(openApiDocument())),
    );
  });

  it("names only operations that a route serves, and each route with a method it has", () => {
    for (const operation of Object.keys(operations)) {
      const [method = "", path = ""] = operation.split(" ");
      const stem = `app/routes/${path
        .slice(1)
        .replaceAll("/", ".")
        .replaceAll(/\{(\w+)\}/g, "$$$1")}`;
      const file = [`${stem}.tsx`, `${stem}._index.tsx`].find((candidate) => existsSync(candidate));
      expect(file, `a route file for ${operation}`).toBeDefined();
      const exported = method === "GET" ? "export async function loader" : "export async function action";
      expect(readFileSync(file ?? "", "utf8"), operation).toContain(exported);
    }
  });
});
