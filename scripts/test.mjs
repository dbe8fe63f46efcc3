#!/usr/bin/env node
// `npm test`: every check and every test. See scripts/test.ts.
import { runPinned } from "./install.mjs";

runPinned("test.ts");
