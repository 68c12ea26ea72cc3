import { readTarget } from "../mine/mine.js";
import { reading } from "./reading.js";
import type { Runner } from "./runner.js";

/** @source salt/runners/mine.py */
export const mineRunners: Readonly<Record<string, Runner>> = reading({
  get: {
    doc: "What the minions of a target offer in the mine under a function.",
    parameters: ["tgt", "fun", "tgt_type"],
    async run(given, { mine }) {
      const target = readTarget(given.value("tgt"), given.value("tgt_type", "glob"));
      const fun = given.value("fun");
      const named = typeof fun === "string" ? fun.split(",").map((one) => one.trim()) : fun;
      const funs = Array.isArray(named) ? named.filter((one) => typeof one === "string") : [];
      if (!target || funs.length === 0) throw new Error("mine.get: it takes `tgt` and `fun`");
      // The master itself asks: it sees everything.
      return await mine.get({ target, funs, byFunction: funs.length > 1 || Array.isArray(fun) }, null);
    },
  },
});
