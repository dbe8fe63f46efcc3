#!/usr/bin/env node
// `npm start`: the whole of Perennial on this machine. See scripts/start.ts.
import { runPinned } from "./install.mjs";

runPinned("start.ts");
