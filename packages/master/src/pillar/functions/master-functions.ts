import { FunctionTable } from "@salina/render";
import { configFunctions, defaultsFunctions, grainsFunctions, pillarFunctions, slsutilFunctions } from "./data.js";
import { bound, type FunctionContext, type FunctionModule } from "./master-function.js";
import { cpFunctions, matchFunctions, mineFunctions, saltutilFunctions } from "./minions.js";
import {
  cmdFunctions,
  environFunctions,
  fileFunctions,
  hashutilFunctions,
  networkFunctions,
  randomFunctions,
  testFunctions,
} from "./system.js";

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

export function masterFunctions(context: FunctionContext): FunctionTable {
  return new FunctionTable((name) => {
    const dot = name.indexOf(".");
    const module = modules.get(name.slice(0, dot));
    const key = name.slice(dot + 1);
    const found = module && Object.hasOwn(module, key) ? module[key] : undefined;
    return found && bound(name, found, context);
  });
}
