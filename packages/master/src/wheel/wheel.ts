import { type Encodable, isMap, type Value } from "@salina/wire";
import { callArguments } from "../functions/call-arguments.js";
import { allWheel } from "./all-wheel.js";
import type { WheelContext, WheelFunction } from "./wheel-function.js";

/** Who calls a wheel function, and under which id. */
export interface WheelCall {
  readonly jid: string;
  readonly user: string;
  /** Nothing may be changed. */
  readonly test?: boolean;
}

/** Wheel functions over the parts of a daemon, without any record of their calls: orchestrations make their own. */
export class Wheel {
  readonly #context: WheelContext;

  constructor(context: WheelContext) {
    this.#context = context;
  }

  has(fun: string): boolean {
    return allWheel.has(fun);
  }

  /** Whether it only looks something up: it may be called again at any time. */
  isRead(fun: string): boolean {
    return allWheel.get(fun)?.reads === true;
  }

  /**
   * @param arg positional values, then one map of keywords with `__kwarg__`
   * @returns null where nothing may be changed, and it would
   * @throws Error that names the function, where it is not there, is called wrongly, or fails
   */
  async run(fun: string, arg: readonly Value[], { jid, user, test = false }: WheelCall): Promise<Encodable> {
    const wheel = allWheel.get(fun);
    if (!wheel) throw new Error(`'${fun}' is not available.`);
    const given = callArguments(wheel, withoutMatch(wheel, arg));
    if (test && !wheel.reads) return null;
    return await wheel.run(given, { ...this.#context, call: { jid, user, test, progress: () => undefined } });
  }
}

/** A front-end gives `match` to every function, whatever it takes. */
function withoutMatch({ parameters }: WheelFunction, arg: readonly Value[]): readonly Value[] {
  const last = arg.at(-1);
  const isKnown = parameters.some(({ name }) => name === "match");
  if (isKnown || !isMap(last) || last.get("__kwarg__") !== true) return arg;
  return [...arg.slice(0, -1), new Map([...last].filter(([key]) => key !== "match"))];
}
