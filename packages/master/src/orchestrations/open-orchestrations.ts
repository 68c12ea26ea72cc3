import { randomBytes } from "node:crypto";
import type { RunnerService, WheelService } from "@salina/api";
import type { Store } from "@salina/store";
import { decode, type JidSource, type Value, type ValueMap } from "@salina/wire";
import type { Clock } from "../clock.js";
import type { MasterConfig } from "../config/config.js";
import type { EventBus } from "../events/event-bus.js";
import type { MasterCalls } from "../functions/master-calls.js";
import type { Jobs } from "../jobs/job-service.js";
import type { Probes } from "../jobs/probes.js";
import type { Log } from "../log.js";
import { masterGrains } from "../on-master/master-grains.js";
import type { RunOnMaster } from "../on-master/on-master.js";
import type { PillarService } from "../pillar/pillar-service.js";
import type { Redactor } from "../redaction/redactor.js";
import { quietCall, type Runners } from "../runners/runners.js";
import { shownEnd } from "../runners/state/shown-end.js";
import type { TemplateService } from "../templates/template-service.js";
import { Approvals } from "./approvals.js";
import { Compiler } from "./compiler.js";
import { runnerCall, wheelCall } from "./master-calls.js";
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
  readonly pillars: Pick<PillarService, "make">;
  readonly templates: TemplateService;
  readonly calls: Pick<MasterCalls, "finish">;
  readonly runners: RunnerService;
  /** Without a record. */
  readonly templateRunners: Pick<Runners, "run">;
  readonly wheel: WheelService;
  /** A function of the master, for a condition of a step. */
  readonly onMaster: RunOnMaster;
  readonly redactor: Redactor;
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
    masterId: config.id,
    grains: masterGrains(config.id),
    pillars: deps.pillars,
    templates: deps.templates,
    runner: (fun, arg) => deps.templateRunners.run(fun, arg, quietCall("salina")),
  });
  const common = { jobs: store.jobs, newJid: () => jids.next() };
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
      runner: runnerCall({
        ...common,
        runners: deps.runners,
        masterId: config.id,
        orchestrations: () => orchestrations,
      }),
      wheel: wheelCall({ ...common, wheel: deps.wheel }),
      told: deps.redactor,
      log,
    },
    conditions: shellConditions(conditionMs, (fun, args, kwargs) => onMasterValue(deps.onMaster, fun, args, kwargs)),
    approvals: new Approvals(randomBytes(32), approvalS * 1000),
    guards: {
      failhard: config.states.failhard,
      maxMinionsPerStep: maxStepMinions === 0 ? null : maxStepMinions,
      unattended,
    },
    resumedEnded: async (end) =>
      await deps.calls.finish(end.jid, {
        value: shownEnd(end, config.id),
        success: end.retcode === 0,
        retcode: end.retcode,
      }),
    events,
    log,
  });
  return { orchestrations, compiler };
}

/** @throws Error */
async function onMasterValue(
  onMaster: RunOnMaster,
  fun: string,
  args: readonly Value[],
  kwargs: ValueMap,
): Promise<Value> {
  const named = new Map([...kwargs].map(([key, value]) => [String(key), value] as const));
  const packed = await onMaster({ fun, args, kwargs: named, pillar: new Map() });
  if (packed === null) throw new Error(`'${fun}' is not available on the master`);
  const read = decode(packed, { maxDepth: 512, duplicateKeys: "last" });
  return read.ok ? read.value : null;
}
