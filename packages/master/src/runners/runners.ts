import { invalidRequest } from "@salina/api";
import type { Encodable, Value } from "@salina/wire";
import { callArguments } from "../functions/call-arguments.js";
import type { Call } from "../functions/master-function.js";
import { allRunners } from "./all-runners.js";
import type { RunnerContext } from "./runner.js";

/** A call that leaves no record, and that nobody follows. */
export function quietCall(user: string): Call {
  return { jid: null, user, test: false, progress: () => undefined };
}

const maxArguments = 10_000;

export class Runners {
  readonly #context: RunnerContext;

  constructor(context: RunnerContext) {
    this.#context = context;
  }

  /**
   * @param arg positional values, then one map of keywords with `__kwarg__`
   * @throws Error that names the function, where it is not there, is called wrongly, or fails
   */
  async run(fun: string, arg: readonly Value[], call: Call): Promise<Encodable> {
    const runner = allRunners.get(fun);
    if (!runner) throw new Error(`'${fun}' is not available.`);
    if (arg.length > maxArguments) throw invalidRequest({ pointer: "/arg", reason: "too many arguments" });
    const given = callArguments(runner, arg);
    const test = call.test || given.value("test") === true;
    return await runner.run(given, { ...this.#context, call: { ...call, test } });
  }
}
