/**
 * The browser of the tests: the Chromium inside the package `@sparticuz/chromium` (Linux on x64), unpacked once into
 * `.cache/chromium` with the few libraries and the font it needs; elsewhere CHROMIUM_PATH or an installed Chrome.
 */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PlainError } from "./plain-error.ts";
import { runNode } from "./run-node.ts";

const CACHE = join(dirname(dirname(fileURLToPath(import.meta.url))), ".cache");
const UNPACKED = join(CACHE, "chromium");

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

export type BrowserProgram = { executablePath: string; env: Record<string, string> };

/** @throws PlainError that says what to install or set, where no browser is to be had. */
export async function prepareBrowser(say: (line: string) => void = () => {}): Promise<BrowserProgram> {
  const given = process.env["CHROMIUM_PATH"];
  if (given) return { executablePath: given, env: {} };
  if (process.platform === "linux" && process.arch === "x64") {
    if (!existsSync(join(UNPACKED, "chromium"))) await unpack(say);
    return {
      executablePath: join(UNPACKED, "chromium"),
      env: { LD_LIBRARY_PATH: join(UNPACKED, "al2023/lib"), FONTCONFIG_PATH: join(UNPACKED, "fonts") },
    };
  }
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed === undefined)
    throw new PlainError("No Chromium found. Install Chrome, or set CHROMIUM_PATH to a Chromium.");
  return { executablePath: installed, env: {} };
}

/** Unpacks beside the goal and renames, so that no one meets half a browser. */
async function unpack(say: (line: string) => void): Promise<void> {
  say("unpacking the browser of the tests (once) …");
  const unpacking = `${UNPACKED}-${process.pid}`;
  mkdirSync(unpacking, { recursive: true });
  const { exitCode, output } = await runNode(
    [
      "--input-type=module",
      "--eval",
      `await (await import("@sparticuz/chromium")).default.executablePath();`,
    ],
    // The package unpacks into the temporary directory, and its own libraries only where it takes itself to be on AWS.
    { TMPDIR: unpacking, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" },
  );
  if (exitCode !== 0) throw new PlainError(`The browser could not be unpacked:\n${output}`);
  // The package's own list of fonts names AWS's directories; the same letters on every machine need only its font.
  writeFileSync(
    join(unpacking, "fonts/fonts.conf"),
    `<fontconfig><dir>${UNPACKED}/fonts/fonts</dir><cachedir>${UNPACKED}/fonts/cache</cachedir></fontconfig>\n`,
  );
  if (existsSync(UNPACKED)) rmSync(unpacking, { recursive: true });
  else renameSync(unpacking, UNPACKED);
}
