import type { Value, ValueMap } from "@salina/wire";
import { type FunctionModule, functionOf, type MasterFunction } from "../pillar/functions/master-function.js";

/**
 * `salt['saltutil.runner']('jobs.active')`: the name, then `arg` and `kwarg`, or the keywords of the function itself.
 * @source salt/modules/saltutil.py, runner and wheel
 */
function asking(question: "runner" | "wheel"): MasterFunction {
  return functionOf(
    ["name", "arg", "kwarg", "full_return", "saltenv", "jid", "asynchronous"],
    (given, { askMaster }, further) => {
      const arg = given.value("arg");
      const kwarg: ValueMap = new Map([...(given.mapOrNull("kwarg") ?? new Map()), ...further]);
      return askMaster(
        question,
        new Map<Value, Value>([
          ["fun", given.text("name")],
          ["arg", Array.isArray(arg) ? arg : arg === null ? [] : [arg]],
          ["kwarg", kwarg],
        ]),
      );
    },
    { more: true },
  );
}

/** What takes the place of the functions that pillar has: here more may be asked of the master. */
export const askingFunctions: ReadonlyMap<string, FunctionModule> = new Map([
  ["saltutil", { runner: asking("runner"), wheel: asking("wheel") }],
]);
