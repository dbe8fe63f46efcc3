import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const PINNED = fileURLToPath(new URL("../node_modules/node/bin/node", import.meta.url));

/** The Node that package.json pins; where development packages are left out, the Node that runs this. */
export const NODE: string = existsSync(PINNED) ? PINNED : process.execPath;
