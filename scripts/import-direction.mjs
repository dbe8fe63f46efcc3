/**
 * Which folder of app/ may import from which: the direction of the house, in one table. ESLint reads it to speak up
 * while one writes, test/architecture.test.ts to check real paths.
 *
 * @typedef {object} Direction
 * @property {string} folder folder of app/
 * @property {string[]} mayImport other folders and files of app/ that it may use; `*` stands for part of a name
 * @property {string[]} mayImportTypes … of which it may use the types alone
 * @property {string} why shown with each refusal
 */

/** @type {Direction[]} */
export const DIRECTIONS = [
  {
    folder: "domain",
    mayImport: [],
    mayImportTypes: [],
    why: "The domain decides from its arguments alone (and runs in the browser too): it imports only the domain. What it needs to know is passed in.",
  },
  {
    folder: "usecases",
    mayImport: ["domain"],
    mayImportTypes: [],
    why: "A use case names what it needs in usecases/ports.ts and is given it by wiring.server.ts: it imports the domain and ports, no store, no gateway, no environment.",
  },
  ...["persistence", "shopify", "messaging", "order-csv"].map((folder) => ({
    folder,
    mayImport: ["domain", "usecases/*ports.ts", "usecases/*/*ports.ts"],
    mayImportTypes: ["usecases", "env.server.ts", "logging.server.ts"],
    why: `${folder}/ fulfils ports: it imports the domain and the ports it fulfils, and never another adapter, so that each can be exchanged alone.`,
  })),
  {
    folder: "jobs",
    mayImport: ["domain", "usecases"],
    mayImportTypes: ["wiring.server.ts", "logging.server.ts", "env.server.ts"],
    why: "A job calls one use case with the ports that it is given: it imports use cases and the domain, no store and no gateway.",
  },
  {
    folder: "ui",
    mayImport: ["domain", "i18n.ts"],
    mayImportTypes: ["usecases"],
    why: "ui/ shows what it is given: it imports the domain and the types of what use cases return, and loads nothing.",
  },
  {
    folder: "public-api",
    mayImport: ["domain", "usecases", "wiring.server.ts"],
    mayImportTypes: [],
    why: "public-api/ is the JSON edge: it parses, calls a use case with the wiring's ports and represents the result.",
  },
  {
    folder: "routes",
    mayImport: ["domain", "usecases", "ui", "public-api", "*.server.ts", "i18n.ts", "shopify/scopes.ts"],
    mayImportTypes: [],
    why: "A route authenticates, parses, calls one use case with the wiring's ports and responds: it imports no store, gateway or queue.",
  },
];

/**
 * A regular expression for what follows `#app/` in an import that stays within these folders and files.
 * @param {string[]} names
 * @returns {string}
 */
export function patternOf(names) {
  return names
    .map(
      (name) => name.replaceAll(".", "\\.").replaceAll("*", "[a-z0-9-]*") + (name.includes(".") ? "$" : "/"),
    )
    .join("|");
}
