import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Package = { optionalDependencies?: Record<string, string>; optional?: boolean };

describe("package-lock.json", () => {
  it("has every optional package, also those of other platforms: without them npm ci refuses to install", () => {
    const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
      packages: Record<string, Package>;
    };
    const isLocked = (path: string, name: string): boolean => {
      for (
        let folder = path;
        ;
        folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))
      ) {
        if (`${folder === "" ? "" : `${folder}/`}node_modules/${name}` in packages) return true;
        if (folder === "") return false;
      }
    };
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !isLocked(path, name))
        .map((name) => `${path} wants ${name}`),
    );
    expect(missing).toEqual([]);
  });
});
