import path from "node:path";
import { build } from "vite";
import type { Rollup } from "vite";

const bundles = new Map<string, Promise<string>>();

/**
 * A browser script of this folder in one file that runs as it loads, built once. Not minified: developers read it in
 * their browser's tools.
 */
export function browserScript(name: "app-bridge" | "shell"): Promise<string> {
  const known = bundles.get(name) ?? bundle(path.join(import.meta.dirname, name, "main.ts"));
  bundles.set(name, known);
  return known;
}

async function bundle(entry: string): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      target: "es2022",
      lib: { entry, formats: ["iife"], name: "devStore" },
    },
  })) as Rollup.RollupOutput[];
  const chunk = output[0]?.output[0];
  if (!chunk) throw new Error(`${entry} was bundled into nothing.`);
  return chunk.code;
}
