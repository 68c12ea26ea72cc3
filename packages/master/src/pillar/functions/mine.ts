import { isMap, type Value, type ValueMap } from "@salina/wire";
import { type FunctionModule, functionOf } from "./master-function.js";

/** What minions offer each other; the daemon has it. */
export const mineFunctions: FunctionModule = {
  get: functionOf(["tgt", "fun", "tgt_type", "exclude_minion"], (given, { askMaster, minion }) => {
    const answer = askMaster(
      "mine.get",
      mineQuestion(given.value("tgt"), given.value("fun"), given.value("tgt_type", "glob")),
    );
    if (given.flag("exclude_minion") && isMap(answer)) answer.delete(minion);
    return answer;
  }),
};

/** As the runner `mine.get` takes it. */
export function mineQuestion(target: Value, fun: Value, type: Value): ValueMap {
  return new Map<Value, Value>([
    ["tgt", target],
    ["fun", fun],
    ["tgt_type", type],
  ]);
}
