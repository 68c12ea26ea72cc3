import { decode, encode, type Value, type ValueMap } from "@salina/wire";
import { type Mine, readTarget } from "../mine/mine.js";

/** What templates of pillar may ask of the daemon. Rejects with a message for the template. */
export function pillarAnswers(mine: Mine): (question: string, given: ValueMap) => Promise<Value> {
  return async (question, given) => {
    if (question !== "mine.get") throw new Error("not available in pillar");
    const target = readTarget(given.get("tgt"), given.get("tgt_type"));
    const named = given.get("fun");
    const funs = typeof named === "string" ? named.split(",").map((one) => one.trim()) : textsOf(named);
    if (!target || funs.length === 0) throw new Error("it takes `tgt` and `fun`");
    // The master itself asks: its operator wrote the template.
    const answer = await mine.get({ target, funs, byFunction: funs.length > 1 || Array.isArray(named) }, null);
    const read = decode(encode(answer), { maxDepth: 512, duplicateKeys: "last" });
    if (!read.ok) throw new Error(read.fault.text);
    return read.value;
  };
}

function textsOf(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
