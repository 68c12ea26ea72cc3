import { decode, encode, type Value, type ValueMap } from "@salina/wire";
import { quietCall, type Runners } from "../runners/runners.js";

/** Those that wait for nobody: a pillar that waited for another pillar, or for minions, would hold up all others. */
const offered: ReadonlySet<string> = new Set([
  "cache.grains",
  "cache.pillar",
  "manage.not_present",
  "manage.present",
  "mine.get",
]);

/** What templates of pillar may ask of the daemon: a runner, by its name. Rejects with a message for the template. */
export function pillarAnswers(runners: Pick<Runners, "run">): (question: string, given: ValueMap) => Promise<Value> {
  return async (question, given) => {
    if (!offered.has(question)) throw new Error("not available in pillar");
    const answer = await runners.run(question, [new Map([["__kwarg__", true], ...given])], quietCall("pillar"));
    const read = decode(encode(answer), { maxDepth: 512, duplicateKeys: "last" });
    if (!read.ok) throw new Error(read.fault.text);
    return read.value;
  };
}
