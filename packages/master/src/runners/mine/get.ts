import { targetOf } from "../ask-minions.js";
import type { Runner } from "../runner.js";

export const get: Runner = {
  name: "mine.get",
  doc: "What the minions of a target offer in the mine under a function.",
  parameters: [
    { name: "tgt", doc: "Target." },
    { name: "fun", doc: "Function or alias; several as a list, or with commas: then the answer is by function." },
    { name: "tgt_type", doc: "Type of the target.", type: "text", default: "glob" },
  ],
  reads: true,
  async run(given, { mine }) {
    const fun = given.value("fun");
    const funs = (given.list("fun") ?? []).filter((one) => typeof one === "string");
    if (funs.length === 0) throw new Error("mine.get(): 'fun' has to be a function or a list of them");
    // The master itself asks: it sees everything.
    return await mine.get({ target: targetOf(given), funs, byFunction: funs.length > 1 || Array.isArray(fun) }, null);
  },
};
