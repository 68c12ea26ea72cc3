import { yamlifiedArguments } from "@salina/arguments";
import { encode, isMap, Spliced, type Value } from "@salina/wire";
import { wholeMatch } from "../authorisation/whole-match.js";
import type { Log } from "../log.js";
import { userOf } from "../peer/peer.js";
import type { RateLimit } from "../peer/rate-limit.js";
import { quietCall, type Runners } from "../runners/runners.js";
import type { Counters } from "../status/counters.js";
import { fault, requiredText } from "./fields.js";
import { type MinionRequest, sealed } from "./minion-request.js";

export interface MinionRunnerDeps {
  /** `peer_run`: expressions for the whole id of a minion, each with a list of expressions for the whole function. */
  readonly peerRun: Value;
  readonly runners: Pick<Runners, "run">;
  readonly runnerRate: RateLimit;
  readonly counters: Counters;
  readonly log: Log;
}

interface RunnerInput {
  readonly fun: string;
  readonly arg: readonly Value[];
}

const maxArguments = 1000;

/** `minion_runner`: a runner, as far as `peer_run` lets the minion. One that fails answers with what went wrong. */
export function minionRunnerRequest(deps: MinionRunnerDeps): MinionRequest<RunnerInput> {
  return {
    cmd: "minion_runner",
    doc: "runs a runner that `peer_run` allows",
    test: "test/src/interop/peer.test.ts",
    needsId: true,
    needsProof: true,
    input(load) {
      const fun = requiredText(load, "fun", 256);
      if (!fun.ok) return fun;
      const arg = load.get("arg") ?? [];
      if (!Array.isArray(arg) || arg.length > maxArguments) return fault("arg", `a list of at most ${maxArguments}`);
      const unparsed = load.get("no_parse");
      const keep = Array.isArray(unparsed) ? unparsed.filter((one) => typeof one === "string") : [];
      return { ok: true, value: { fun: fun.value, arg: yamlifiedArguments(arg, keep) } };
    },
    async run({ fun, arg }, from) {
      if (!mayRun(deps.peerRun, from.id, fun) || !deps.runnerRate.take(from.id)) {
        deps.counters.add("peer.refused");
        deps.log.warn({ event: "peer.refused", minion: from.id }, "a minion may not run this runner");
        return sealed(new Map());
      }
      try {
        return sealed(new Spliced(encode(await deps.runners.run(fun, arg, quietCall(userOf(from.id))))));
      } catch (error) {
        return sealed(`Exception occurred in runner ${fun}: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
}

function mayRun(rules: Value, minion: string, fun: string): boolean {
  for (const [ids, funs] of isMap(rules) ? rules : []) {
    if (typeof ids !== "string" || !Array.isArray(funs) || !wholeMatch(ids, minion)) continue;
    if (funs.some((one) => typeof one === "string" && wholeMatch(one, fun))) return true;
  }
  return false;
}
