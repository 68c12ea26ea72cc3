import { withFunctionTables } from "../functions/function-tables.js";
import { allWheel, wheelLeftOut } from "./all-wheel.js";

/** docs/wheel.md with the tables of this code. */
export function withWheelTables(page: string): string {
  return withFunctionTables(page, { name: "wheel", functions: allWheel, leftOut: wheelLeftOut });
}
