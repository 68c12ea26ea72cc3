import { noNodegroups, type TargetContext } from "./facts.js";
import type { Result } from "./result.js";
import { type CompiledTarget, compileTarget, type TargetSpec } from "./target.js";

/** Keeps the compiled form of the targets used last: the same few come again and again. */
export class TargetCache {
  readonly #size: number;
  readonly #context: TargetContext;
  readonly #compiled = new Map<string, Result<CompiledTarget>>();

  constructor(size = 64, context: TargetContext = { nodegroups: noNodegroups }) {
    this.#size = size;
    this.#context = context;
  }

  compile(target: TargetSpec): Result<CompiledTarget> {
    // Lists cost nothing to compile and can be long.
    if (target.type === "list" || typeof target.expression !== "string") return compileTarget(target, this.#context);
    const key = JSON.stringify([target.type, target.delimiter ?? ":", target.expression]);
    const compiled = this.#compiled.get(key) ?? compileTarget(target, this.#context);
    this.#compiled.delete(key);
    if (compiled.ok) this.#compiled.set(key, compiled);
    for (const oldest of this.#compiled.keys()) {
      if (this.#compiled.size <= this.#size) break;
      this.#compiled.delete(oldest);
    }
    return compiled;
  }

  get size(): number {
    return this.#compiled.size;
  }
}
