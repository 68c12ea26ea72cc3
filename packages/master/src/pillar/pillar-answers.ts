import { decode, encode, type Value, type ValueMap } from "@salina/wire";
import type { Runners } from "../runners/runners.js";

/** What templates of pillar may ask of the daemon: a runner, by its name. Rejects with a message for the template. */
export function pillarAnswers(runners: Pick<Runners, "run">): (question: string, given: ValueMap) => Promise<Value> {
  return async (question, given) => {
    const answer = await runners.run(question, [new Map([["__kwarg__", true], ...given])]);
    const read = decode(encode(answer), { maxDepth: 512, duplicateKeys: "last" });
    if (!read.ok) throw new Error(read.fault.text);
    return read.value;
  };
}
