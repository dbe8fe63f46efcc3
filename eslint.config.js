import eslint from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";
import { DIRECTIONS, patternOf } from "./scripts/import-direction.mjs";

/** One rule for each folder of app/: what it may import, with the reason in the message. */
const directions = DIRECTIONS.map(({ folder, mayImport, mayImportTypes, why }) => {
  const values = patternOf([folder, ...mayImport]);
  const types = patternOf([folder, ...mayImport, ...mayImportTypes]);
  return {
    files: [`app/${folder}/**/*.{ts,tsx}`],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            { regex: `^#app/(?!${types})`, message: why },
            { regex: `^#app/(?!${values})`, allowTypeImports: true, message: `Types only. ${why}` },
            { regex: "^#(dev-store|test)/", message: "The app imports neither the local store nor tests." },
          ],
        },
      ],
    },
  };
});

/** Business time comes from the clock port; what Shopify signs, expires and dates goes by real time. */
const READS_REAL_TIME = [
  ...["wiring", "clock", "shopify"].map((name) => `app/${name}.server.ts`),
  ...["app/worker.ts", "app/server.ts", "app/shopify/*token*.server.ts"],
];
const CLOCK = "Time is an argument: take `now` from the caller, who has it from the clock port.";
const clockReads = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: CLOCK },
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: CLOCK },
];
const chance = [
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message:
      "Chance is an argument: take ids and random numbers from the caller, so that a test can repeat them.",
  },
];
const outsideWorld = ["process", "console", "fetch", "setTimeout", "setInterval", "window", "document"].map(
  (name) => ({
    name,
    message:
      "The domain is pure: no environment, output, network or timers. Pass in what it needs, return what it decides.",
  }),
);

export default tseslint.config(
  { ignores: ["node_modules/", "build/", ".cache/", ".data/", "coverage/", "app/persistence/generated/"] },
  eslint.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      // A function that fulfils an asynchronous port need not wait for anything itself.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-base-to-string": "off", // String(form.get("name") ?? "") is what forms and queries need
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // Ports are objects of functions that use no `this`.
      "@typescript-eslint/unbound-method": "off",
      // Express waits for no handler; its own errors reach it through `next`.
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { arguments: false } }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-restricted-syntax": [
        "error",
        { selector: "ExportAllDeclaration", message: "No barrels: import from the file that defines it." },
      ],
    },
  },
  {
    files: ["app/**/*.tsx"],
    plugins: { "react-hooks": reactHooks },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      // An effect here answers one event (a fetcher's new data): what else it uses must not set it off again.
      "react-hooks/exhaustive-deps": "off",
    },
  },
  {
    files: ["app/routes/**/*.{ts,tsx}", "app/*.server.ts", "app/public-api/**/*.ts"],
    rules: { "@typescript-eslint/only-throw-error": "off" }, // Remix ends a loader early by a thrown Response
  },
  ...directions,
  {
    files: ["app/**/*.{ts,tsx}"],
    ignores: [...READS_REAL_TIME, "app/ids.server.ts"],
    rules: { "no-restricted-syntax": ["error", ...clockReads, ...chance] },
  },
  {
    files: ["app/domain/**/*.{ts,tsx}"],
    rules: { "no-restricted-globals": ["error", ...outsideWorld] },
  },
  {
    files: ["dev-store/**/*.{ts,tsx}"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: "^#(app|test)/",
              message: "The local store stands in for Shopify: it knows the app by HTTP alone.",
            },
          ],
        },
      ],
    },
  },
  {
    // GraphQL's arguments are typed by its schema, and answers and rows are read field by field: TypeScript sees neither.
    files: ["dev-store/**/*.{ts,tsx}", "test/**/*.{ts,tsx}"],
    rules: Object.fromEntries(
      ["argument", "assignment", "call", "member-access", "return"].map((kind) => [
        `@typescript-eslint/no-unsafe-${kind}`,
        "off",
      ]),
    ),
  },
  {
    files: ["**/*.{js,mjs}"],
    languageOptions: {
      globals: { console: "readonly", process: "readonly", setInterval: "readonly", URL: "readonly" },
    },
  },
  {
    files: ["dev-store/**/*.js", "extensions/**/*.js"],
    languageOptions: {
      sourceType: "module",
      globals: Object.fromEntries(
        [
          ...[
            "addEventListener",
            "removeEventListener",
            "window",
            "document",
            "customElements",
            "HTMLElement",
            "fetch",
            "location",
            "history",
            "navigator",
            "CSS",
          ],
          ...[
            "setTimeout",
            "clearTimeout",
            "Event",
            "CustomEvent",
            "MessageChannel",
            "FormData",
            "URLSearchParams",
          ],
          ...[
            "requestAnimationFrame",
            "Intl",
            "queueMicrotask",
            "structuredClone",
            "Request",
            "Response",
            "Headers",
          ],
          ...[
            "MutationObserver",
            "sessionStorage",
            "localStorage",
            "crypto",
            "Node",
            "Element",
            "HTMLFormElement",
            "atob",
            "btoa",
          ],
          ...[
            "self",
            "parent",
            "globalThis",
            "AbortController",
            "AbortSignal",
            "getComputedStyle",
            "matchMedia",
            "clearInterval",
          ],
        ].map((name) => [name, "readonly"]),
      ),
    },
  },
);
