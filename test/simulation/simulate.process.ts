/** One worker of `npm run simulate`: lives lives of one seed until the steps are done; tells its parent, line by line. */
import { hireStaff } from "./app/staff.ts";
import { findFault } from "./faults.ts";
import { LifeFailed, runLife } from "./run-life.ts";

export type SimulationTask = {
  readonly databaseUrl: string;
  readonly seed: string;
  /** Lives `first`, `first + every`, … */
  readonly first: number;
  readonly every: number;
  readonly lives: number;
  readonly stepsOfALife: number;
  readonly verbose: boolean;
  /** Name of what is broken on purpose. */
  readonly fault: string | null;
};

export type SimulationMessage =
  | {
      readonly kind: "lived";
      readonly seed: string;
      readonly steps: number;
      readonly kills: number;
      readonly lost: number;
      readonly digest: string;
      readonly days: number;
      readonly kinds: [string, number][];
    }
  | { readonly kind: "told"; readonly line: string }
  | {
      readonly kind: "failed";
      readonly seed: string;
      readonly step: number;
      readonly name: string;
      readonly message: string;
    };

const task = JSON.parse(process.argv[2] ?? "") as SimulationTask;
const say = (message: SimulationMessage): void => void process.send?.(message);
const staff = await hireStaff(task.databaseUrl, task.fault === null ? null : findFault(task.fault));
for (let life = task.first; life < task.lives; life += task.every) {
  try {
    const report = await runLife(staff, `${task.seed}.${life}`, task.stepsOfALife, (line) => {
      if (task.verbose) say({ kind: "told", line });
    });
    say({
      kind: "lived",
      ...{ seed: report.seed, steps: report.steps, kills: report.kills, lost: report.lost },
      digest: report.digest,
      days: Math.round((report.to.getTime() - report.from.getTime()) / 86_400_000),
      kinds: [...report.kinds],
    });
  } catch (error) {
    // One life that fails does not keep the others from being lived.
    if (!(error instanceof LifeFailed)) throw error;
    const { seed, step, name, error: cause } = error.failure;
    say({ kind: "failed", seed, step, name, message: cause.stack ?? cause.message });
    if (task.fault !== null) break;
  }
}
await staff.close();
process.exit(0);
