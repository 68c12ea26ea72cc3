import { SalinaError } from "@salina/api";
import { type Encodable, encode, isMap, Spliced, type Value } from "@salina/wire";
import { readTarget } from "../../mine/mine.js";
import type { Parameters } from "../parameters.js";
import type { ToolRunner } from "../tool-runner.js";

/** @source salt/runners/salt.py, execute */
export const execute: ToolRunner = {
  name: "salt.execute",
  doc: "Runs a function on the minions of a target, and waits for them: by minion what it gave, those that answered.",
  parameters: [
    { name: "tgt", doc: "The target." },
    { name: "fun", type: "text", doc: "The function." },
    { name: "arg", doc: "Its arguments.", default: null },
    {
      name: "timeout",
      doc: "Seconds of silence after which minions are asked; else the config's `timeout`.",
      default: null,
    },
    {
      name: "tgt_type",
      type: "text",
      doc: "glob, pcre, list, grain, pillar, compound, nodegroup, ...",
      default: "glob",
    },
    { name: "ret", type: "text", doc: "Returners of the minions, with commas between them.", default: "" },
    { name: "jid", type: "text", doc: "Has to be empty: the master gives the id.", default: "" },
    { name: "kwarg", type: "map", doc: "Its named arguments.", default: null },
  ],
  async run(given, { jobs, call }) {
    const target = readTarget(given.value("tgt"), given.value("tgt_type", "glob"));
    if (!target) throw new Error("salt.execute(): 'tgt' or 'tgt_type' is no target");
    if (given.text("jid", "") !== "") throw new Error("salt.execute(): 'jid' cannot be given");
    const returners = given.text("ret", "");
    const timeoutS = given.number("timeout", 0);
    let jid: string;
    try {
      ({ jid } = await jobs.publish({
        target,
        fun: given.text("fun"),
        arg: encode(argumentsOf(given)),
        user: call.user,
        ...(timeoutS > 0 ? { timeoutMs: timeoutS * 1000 } : {}),
        ...(returners === "" ? {} : { returners }),
      }));
    } catch (error) {
      if (error instanceof SalinaError && error.code === "no-minions-matched") return new Map();
      throw error;
    }
    for await (const update of jobs.follow(jid, new AbortController().signal)) if (update.kind === "end") break;
    const answers = new Map<string, Encodable>();
    for (const { minion, value } of (await jobs.get(jid))?.results ?? []) {
      if (value !== null) answers.set(minion, new Spliced(value));
    }
    return answers;
  },
};

function argumentsOf(given: Parameters): Value[] {
  const arg = given.value("arg");
  const positional = arg === null ? [] : Array.isArray(arg) ? arg : [arg];
  const kwarg = given.mapOrNull("kwarg");
  if (!isMap(kwarg) || kwarg.size === 0) return positional;
  return [...positional, new Map<Value, Value>([...kwarg, ["__kwarg__", true]])];
}
