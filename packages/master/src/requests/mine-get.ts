import { encode, type Result, Spliced } from "@salina/wire";
import { type Mine, type MineQuestion, readTarget } from "../mine/mine.js";
import { fault } from "./fields.js";
import { type MinionRequest, sealed } from "./minion-request.js";

const maxFunctions = 100;

/**
 * `_mine_get`: what the minions of a target offer under one function, or under several; with several, or with a list,
 * the answer is by function.
 */
export function mineGetRequest(mine: Mine): MinionRequest<MineQuestion> {
  return {
    cmd: "_mine_get",
    doc: "what others offer in the mine, as far as `mine_get` and `allow_tgt` let it",
    test: "test/src/interop/mine-and-push.test.ts",
    needsId: true,
    needsProof: true,
    input(load): Result<MineQuestion> {
      const fun = load.get("fun");
      const isList = Array.isArray(fun) && fun.every((one) => typeof one === "string");
      if (typeof fun !== "string" && !isList) return fault("fun", "text or a list of texts");
      const funs = typeof fun === "string" ? [...new Set(fun.split(","))] : (fun as string[]);
      if (funs.length > maxFunctions) return fault("fun", `at most ${maxFunctions} functions`);
      // Minions before 2018 said `expr_form`.
      const target = readTarget(load.get("tgt"), load.get("tgt_type") ?? load.get("expr_form") ?? "glob");
      if (target === null) return fault("tgt", "a target");
      return { ok: true, value: { target, funs, byFunction: isList || funs.length > 1 } };
    },
    async run(question, from) {
      return sealed(new Spliced(encode(await mine.get(question, from.id))));
    },
  };
}
