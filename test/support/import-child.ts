/** A process that imports until it reaches a point, where it kills itself as an operator or a machine would. */
import { composeImport } from "./import-ports.ts";
import { runImports } from "#app/usecases/imports/run-import.ts";
import { SHOP } from "../dev-store/admin-api/support.ts";

const { databaseUrl, storeUrl, token, now, point } = JSON.parse(process.argv[2] ?? "") as Record<
  string,
  string
>;
const ports = composeImport({
  databaseUrl: databaseUrl!,
  storeUrl: storeUrl!,
  token: token!,
  now: () => new Date(now!),
});
const die = () => process.kill(process.pid, "SIGKILL");

/** Does the work, then dies. */
function after<Args extends unknown[], Result>(name: string, work: (...args: Args) => Promise<Result>) {
  return async (...args: Args): Promise<Result> => {
    const result = await work(...args);
    if (point === name) die();
    return result;
  };
}

const exports = { ...ports.exports };
exports.start = after("export-started", ports.exports.start);
exports.read = after("exporting", ports.exports.read);
exports.rows = async function* (...asked) {
  for await (const batch of ports.exports.rows(...asked)) {
    yield batch;
    if (point === "loading") die();
  }
};

const staging = { ...ports.staging };
staging.recordSlice = async (...asked) => {
  if (point === "within-slice") setTimeout(die, 5);
  return after("recording", ports.staging.recordSlice)(...asked);
};
staging.countRemaining = after("fetching", ports.staging.countRemaining);

await runImports({ ...ports, exports, staging, recordOrders: after("fetched", ports.recordOrders) }, SHOP);
await ports.database.close();
