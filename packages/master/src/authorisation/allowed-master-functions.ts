import { isMap, type Value } from "@salina/wire";
import { asList, functionFits, type WantedCall } from "./allowed-functions.js";

/**
 * Whether a list of permissions lets somebody call a function of the master itself.
 *
 *     - '@runner'                       all runners; '@wheel': all wheel functions ('@runners', '@wheels' are the same)
 *     - '@jobs'                         all functions of the module jobs, of runners and of wheel
 *     - '@runner': ['jobs.*']           those whose whole name matches, with conditions on arguments as for minions
 *     - '@jobs': ['list_.*']            the same by the name within the module
 *
 * What lets somebody call minions ('.*') gives nothing here.
 * @source salt/utils/minions.py, CkMinions.spec_check; there expressions need only match the beginning
 */
export function mayCallMaster(permissions: Value, kind: "runner" | "wheel", call: WantedCall): boolean {
  const [module = "", name, more] = call.fun.split(".");
  if (!Array.isArray(permissions) || module === "" || name === undefined || more !== undefined) return false;
  const isKind = (entry: Value) => entry === `@${kind}` || entry === `@${kind}s`;
  const isModule = (entry: Value) => entry === `@${module}`;
  return permissions.some((entry) => {
    if (typeof entry === "string") return isKind(entry) || isModule(entry);
    if (!isMap(entry) || entry.size !== 1) return false;
    const [[whose, conditions] = [null, null]] = entry;
    const fits = (fun: string) => asList(conditions).some((one) => functionFits(one, { ...call, fun }));
    return (isModule(whose) && fits(name)) || (isKind(whose) && fits(call.fun));
  });
}
