import { FunctionTable } from "@salina/render";
import { cmdFunctions } from "./cmd.js";
import { configFunctions } from "./config.js";
import { cpFunctions } from "./cp.js";
import { defaultsFunctions } from "./defaults.js";
import { environFunctions } from "./environ.js";
import { fileFunctions } from "./file.js";
import { grainsFunctions } from "./grains.js";
import { hashutilFunctions } from "./hashutil.js";
import { bound, type FunctionContext, type FunctionModule } from "./master-function.js";
import { matchFunctions } from "./match.js";
import { mineFunctions } from "./mine.js";
import { networkFunctions } from "./network.js";
import { pillarFunctions } from "./pillar.js";
import { randomFunctions } from "./random.js";
import { saltutilFunctions } from "./saltutil.js";
import { slsutilFunctions } from "./slsutil.js";
import { testFunctions } from "./test-module.js";

/** What `salt[...]` offers in pillar, by module. */
export const modules: ReadonlyMap<string, FunctionModule> = new Map([
  ["cmd", cmdFunctions],
  ["config", configFunctions],
  ["cp", cpFunctions],
  ["defaults", defaultsFunctions],
  ["environ", environFunctions],
  ["file", fileFunctions],
  ["grains", grainsFunctions],
  ["hashutil", hashutilFunctions],
  ["match", matchFunctions],
  ["mine", mineFunctions],
  ["network", networkFunctions],
  ["pillar", pillarFunctions],
  ["random", randomFunctions],
  ["saltutil", saltutilFunctions],
  ["slsutil", slsutilFunctions],
  ["test", testFunctions],
]);

/** @param more modules that stand in for those of pillar */
export function masterFunctions(
  context: FunctionContext,
  more: ReadonlyMap<string, FunctionModule> = new Map(),
): FunctionTable {
  return new FunctionTable((name) => {
    const dot = name.indexOf(".");
    const module = more.get(name.slice(0, dot)) ?? modules.get(name.slice(0, dot));
    const key = name.slice(dot + 1);
    const found = module && Object.hasOwn(module, key) ? module[key] : undefined;
    return found && bound(name, found, context);
  });
}
