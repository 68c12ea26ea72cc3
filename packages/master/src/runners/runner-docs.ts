import { withFunctionTables } from "../functions/function-tables.js";
import { allRunners } from "./all-runners.js";
import { runnersLeftOut } from "./left-out.js";

/** docs/runners.md with the tables of this code. */
export function withRunnerTables(page: string): string {
  return withFunctionTables(page, { name: "runners", functions: allRunners, leftOut: runnersLeftOut });
}
