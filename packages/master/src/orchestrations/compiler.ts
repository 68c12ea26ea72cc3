import { isMap, type Value, type ValueMap } from "@salina/wire";
import type { Clock } from "../clock.js";
import type { GitPillars } from "../pillar/git/git-pillars.js";
import type { PillarOptions } from "../pillar/options.js";
import { PillarPool } from "../pillar/pillar-pool.js";
import { startPillarThread } from "../pillar/worker/start-worker.js";
import type { Compile, CompileRequest } from "./compile.js";

export interface CompilerDeps {
  readonly clock: Clock;
  readonly options: PillarOptions;
  readonly limitMs: number;
  readonly gitPillars: Pick<GitPillars, "directories">;
  /** Runs a runner for a template. Rejects with a message for it. */
  readonly runner: (fun: string, given: ValueMap) => Promise<Value>;
  readonly grains: ValueMap;
}

const maxWaiting = 100;
const idleMs = 60_000;

/** Compiles orchestrations, in a thread of its own: a template may be slow, or ask minions. */
export class Compiler {
  readonly #deps: CompilerDeps;
  readonly #pool: PillarPool;

  constructor(deps: CompilerDeps) {
    this.#deps = deps;
    const { clock, options, limitMs } = deps;
    this.#pool = new PillarPool({
      clock,
      start: () => startPillarThread(options, limitMs),
      threads: 1,
      limitMs,
      maxWaiting,
      idleMs,
      answer: (question, given) => deps.runner(question, given),
    });
  }

  readonly compile: Compile = (request) => this.#ask(request, false);

  /** High data as `state.orchestrate_show_sls` gives it. */
  readonly show: Compile = (request) => this.#ask(request, true);

  close(): void {
    this.#pool.close();
  }

  async #ask(request: CompileRequest, show: boolean) {
    const { options, grains, gitPillars } = this.#deps;
    const { what, saltenv, pillarenv, pillar } = request;
    const task = new Map<Value, Value>([
      ["saltenv", saltenv],
      ["show", show],
      ["test", request.test],
    ]);
    if (what.kind === "high") task.set("high", what.high);
    else task.set("mods", [...what.mods]).set("exclude", listed(what.exclude));
    const { pillar: made, errors } = await this.#pool.make({
      id: options.masterId,
      grains,
      saltenv,
      pillarenv,
      override: pillar.size === 0 ? null : pillar,
      gitPillars: await gitPillars.directories(),
      task,
    });
    return {
      chunks: listOf(made.get("chunks")).filter(isMap),
      errors: [...listOf(made.get("errors")).map(String), ...errors],
      processedSls: listOf(made.get("processed")).map(String),
      high: mapOf(made.get("high")),
      pillar: mapOf(made.get("pillar")),
    };
  }
}

function listed(value: Value): Value[] {
  if (Array.isArray(value)) return value;
  return value === null ? [] : [value];
}

function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

function mapOf(value: Value | undefined): ValueMap {
  return isMap(value) ? value : new Map();
}
