import { randomBytes } from "node:crypto";
import type { Store } from "@salina/store";
import type { JidSource, Value, ValueMap } from "@salina/wire";
import type { Clock } from "../clock.js";
import type { MasterConfig } from "../config/config.js";
import type { EventBus } from "../events/event-bus.js";
import type { Jobs } from "../jobs/job-service.js";
import type { Probes } from "../jobs/probes.js";
import type { Log } from "../log.js";
import type { GitPillars } from "../pillar/git/git-pillars.js";
import { pillarOptions } from "../pillar/pillar-options.js";
import type { RecordedRuns } from "../runners/recorded-runs.js";
import { version } from "../version.js";
import { Approvals } from "./approvals.js";
import { Compiler } from "./compiler.js";
import type { ConditionWorld } from "./conditions.js";
import { masterCall } from "./master-calls.js";
import { masterGrains } from "./master-grains.js";
import { Orchestrations } from "./orchestrations.js";
import { shellConditions } from "./shell-conditions.js";

export interface OpenOrchestrations {
  readonly config: MasterConfig;
  readonly clock: Clock;
  readonly jids: JidSource;
  readonly jobs: Jobs;
  readonly probes: Probes;
  readonly events: EventBus;
  readonly store: Store;
  readonly gitPillars: Pick<GitPillars, "directories">;
  readonly runnerRuns: RecordedRuns;
  readonly wheelRuns: RecordedRuns;
  /** A runner for a template. */
  readonly askRunner: (fun: string, arg: readonly Value[]) => Promise<Value>;
  /** A function of the master, for a condition of a step. */
  readonly callFunction: ConditionWorld["call"];
  readonly log: Log;
}

const conditionMs = 60_000;

/** Orchestrations with all that they need of the daemon. */
export function openOrchestrations(deps: OpenOrchestrations): {
  readonly orchestrations: Orchestrations;
  readonly compiler: Compiler;
} {
  const { config, clock, jids, jobs, probes, events, store, log } = deps;
  const compiler = new Compiler({
    clock,
    options: pillarOptions(config),
    limitMs: config.pillar.timeoutS * 1000,
    gitPillars: deps.gitPillars,
    runner: (question, given) => deps.askRunner(...runnerQuestion(question, given)),
    grains: masterGrains(config.id, version),
  });
  const calls = (kind: "runner" | "wheel", runs: RecordedRuns) =>
    masterCall({
      kind,
      runs,
      newJid: () => jids.next(),
      masterId: config.id,
      orchestrations: () => orchestrations,
    });
  const { maxStepMinions, approvalS, unattended } = config.orchestration;
  const orchestrations: Orchestrations = new Orchestrations({
    masterId: config.id,
    runs: store.runs,
    compile: compiler.compile,
    world: {
      clock,
      jobs,
      events,
      ping: (minions, answers) => probes.ask(jids.next(), minions, (minion) => answers(minion)),
      runner: calls("runner", deps.runnerRuns),
      wheel: calls("wheel", deps.wheelRuns),
      log,
    },
    conditions: shellConditions(conditionMs, deps.callFunction),
    approvals: new Approvals(randomBytes(32), approvalS * 1000),
    guards: {
      failhard: config.states.failhard,
      maxMinionsPerStep: maxStepMinions === 0 ? null : maxStepMinions,
      unattended,
    },
    resumedEnded: (jid, name, end) => deps.runnerRuns.close(name, { jid, user: "" }, end.value, end.success),
    events,
    log,
  });
  return { orchestrations, compiler };
}

/** `saltutil.runner` of a template names the runner; other functions are runners by their own name. */
function runnerQuestion(question: string, given: ValueMap): readonly [string, readonly Value[]] {
  const arg = given.get("arg");
  if (question === "runner") return [String(given.get("name") ?? ""), Array.isArray(arg) ? arg : []];
  return [question, [new Map<Value, Value>([...given, ["__kwarg__", true]])]];
}
