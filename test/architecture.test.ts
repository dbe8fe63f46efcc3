import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { DIRECTIONS, patternOf } from "../scripts/import-direction.mjs";
import { listFiles, listImports, listSources, parse, type Import } from "./support/source-files.ts";

const app = listSources("app");
const devStore = listSources("dev-store");
const sources = [...app, ...devStore, ...listSources("scripts"), ...listSources("test")];
const imports = sources.flatMap(listImports);
const show = ({ from, specifier }: Import): string => `${from} imports ${specifier}`;

/** Packages that only these places may use: what they wrap can then be exchanged in one place. */
const HOMES: Record<string, RegExp> = {
  "@prisma/client": /^app\/persistence\//,
  "@prisma/adapter-pg": /^app\/persistence\//,
  pg: /^app\/(persistence|jobs)\//,
  "pg-copy-streams": /^app\/persistence\//,
  "pg-boss": /^app\/jobs\//,
  "graphql-request": /^app\/shopify\//,
  "@shopify/shopify-app-remix":
    /^app\/(shopify\.server\.ts|shopify\/|routes\/|authenticate-merchant\.server\.ts|root\.tsx|entry\.server\.tsx)/,
  express: /^app\/server\.ts$/,
};

/** All that the domain needs besides itself: calendars and time zones. */
const DOMAIN_PACKAGES = ["@js-temporal/polyfill"];

const MOST_LINES = 300;

describe("the direction of imports", () => {
  it("names a file that is there, with its extension", () => {
    const broken = imports.filter(({ to }) => to !== null && !existsSync(to) && !to.includes("/generated/"));
    expect(broken.map(show)).toEqual([]);
  });

  it.each(DIRECTIONS)("holds in app/$folder: $why", ({ folder, mayImport, mayImportTypes }) => {
    const allowed = new RegExp(`^app/(?:${patternOf([folder, ...mayImport])})`);
    const allowedAsType = new RegExp(`^app/(?:${patternOf([folder, ...mayImport, ...mayImportTypes])})`);
    const broken = imports.filter(
      ({ from, to, typeOnly }) =>
        from.startsWith(`app/${folder}/`) &&
        to?.startsWith("app/") &&
        !to.startsWith("app/locales/") &&
        !(typeOnly ? allowedAsType : allowed).test(to),
    );
    expect(broken.map(show)).toEqual([]);
  });

  it("leaves the domain without packages, except for calendars", () => {
    const broken = imports.filter(
      ({ from, to, specifier }) =>
        from.startsWith("app/domain/") && to === null && !DOMAIN_PACKAGES.includes(specifier),
    );
    expect(broken.map(show)).toEqual([]);
  });

  it("keeps each wrapped package in its home", () => {
    const broken = imports.filter(({ from, specifier, typeOnly }) => {
      const home = Object.entries(HOMES).find(
        ([name]) => specifier === name || specifier.startsWith(`${name}/`),
      )?.[1];
      return from.startsWith("app/") && home !== undefined && !typeOnly && !home.test(from);
    });
    expect(broken.map(show)).toEqual([]);
  });

  it("parts app and local store: they meet by HTTP alone", () => {
    const crossesOver = ({ from, to }: Import): boolean =>
      (from.startsWith("app/") && to?.startsWith("dev-store/")) ||
      (from.startsWith("dev-store/") && to?.startsWith("app/")) ||
      false;
    expect(imports.filter(crossesOver).map(show)).toEqual([]);
  });

  it("has no cycles at run time", () => {
    const next = new Map<string, string[]>();
    for (const { from, to, typeOnly } of imports) {
      if (to !== null && !typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
    }
    expect(findCycle(next)).toBeNull();
  });
});

describe("the names of files", () => {
  it("are in kebab-case (routes carry their address, and dots mark what a file is)", () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*\.tsx?$/;
    expect(sources.filter((file) => !file.startsWith("app/routes/") && !kebab.test(basename(file)))).toEqual(
      [],
    );
  });

  it("say what is inside: no utils, helpers, misc, common or index", () => {
    const vague = /(^|\/)(utils?|helpers?|misc|lib|index)(\.[a-z]+)*(\.tsx?$|\/)/;
    expect(sources.filter((file) => vague.test(file))).toEqual([]);
  });

  it("stand for the thing itself: no barrel that only passes on others' exports", () => {
    const isBarrel = (file: string): boolean => {
      const { statements } = parse(file);
      return (
        statements.length > 0 && statements.every((one) => ts.isExportDeclaration(one) && one.moduleSpecifier)
      );
    };
    expect(sources.filter((file) => !file.startsWith("app/routes/") && isBarrel(file))).toEqual([]);
  });

  it(`stand for one thing: no file is longer than ${MOST_LINES} lines`, () => {
    const lengthOf = (file: string): number => readFileSync(file, "utf8").split("\n").length - 1;
    expect(
      sources
        .filter((file) => !file.startsWith("test/") && lengthOf(file) > MOST_LINES)
        .map((file) => `${file}: ${lengthOf(file)}`),
    ).toEqual([]);
  });
});

describe("the texts for people", () => {
  const PLURALS = new Set(["zero", "one", "two", "few", "many", "other"]);
  const localeFiles = ["app", "dev-store", "extensions"]
    .flatMap((folder) => listFiles(folder, [".json"]))
    .filter((file) => file.includes("/locales/"));
  const pairs = localeFiles
    .filter(
      (file) =>
        /\/en(\.default)?(\.schema)?(\/|\.json$)/.test(file) ||
        /\/en(\.default)?(\.schema)?\.json$/.test(file),
    )
    .map((english) => ({
      english,
      russian: english.replace("/en/", "/ru/").replace(/\/en(\.default)?((\.schema)?\.json)$/, "/ru$2"),
    }));

  /** Key → the variables it names; the plural forms of one key count as one, as languages differ in them. */
  function readTexts(file: string): Map<string, string> {
    const texts = new Map<string, string>();
    const walk = (node: unknown, path: string[]): void => {
      if (typeof node === "string") {
        const key = path
          .filter((part) => !PLURALS.has(part))
          .join(".")
          .replace(/_(zero|one|two|few|many|other)$/, "");
        expect(node.trim(), `${file}: ${path.join(".")} is empty`).not.toBe("");
        const variables = [...node.matchAll(/\{\{\s*([\w.]+)/g)].map(([, name]) => name);
        texts.set(
          key,
          [...new Set([...(texts.get(key)?.split(" ") ?? []), ...variables])]
            .filter(Boolean)
            .sort()
            .join(" "),
        );
      } else {
        for (const [name, child] of Object.entries(node as Record<string, unknown>))
          walk(child, [...path, name]);
      }
    };
    walk(JSON.parse(readFileSync(file, "utf8")), []);
    return texts;
  }

  it("are found in English", () => expect(pairs).not.toEqual([]));

  it.each(pairs)("are the same in English and Russian: $english", ({ english, russian }) => {
    expect(existsSync(russian), `${russian} is missing`).toBe(true);
    expect(Object.fromEntries(readTexts(russian))).toEqual(Object.fromEntries(readTexts(english)));
  });
});

/** One cycle of the graph, as the path that closes it, or null. */
function findCycle(next: Map<string, string[]>): string[] | null {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (node: string): string[] | null => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return null;
    path.push(node);
    for (const child of next.get(node) ?? []) {
      const cycle = visit(child);
      if (cycle) return cycle;
    }
    path.pop();
    done.add(node);
    return null;
  };
  for (const node of next.keys()) {
    const cycle = visit(node);
    if (cycle) return cycle;
  }
  return null;
}
