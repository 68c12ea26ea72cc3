import { join } from "node:path";
import type { Services } from "@salina/api";
import type { Store } from "@salina/store";
import type { JidSource } from "@salina/wire";
import type { Clock } from "./clock.js";
import type { MasterConfig } from "./config/config.js";
import type { EventBus } from "./events/event-bus.js";
import type { OpenedFiles } from "./files/open-files.js";
import type { MasterCalls } from "./functions/master-calls.js";
import type { Jobs } from "./jobs/job-service.js";
import type { Probes } from "./jobs/probes.js";
import type { Keys } from "./keys/open-keys.js";
import type { Log } from "./log.js";
import type { Mine } from "./mine/mine.js";
import type { MinionData } from "./minions/minion-data.js";
import type { Presence } from "./minions/presence.js";
import type { TargetResolver } from "./minions/target-resolver.js";
import { tcpPeers } from "./minions/tcp-peers.js";
import { openOrchestrations } from "./orchestrations/open-orchestrations.js";
import { orchestrationService } from "./orchestrations/orchestration-service.js";
import type { Orchestrations } from "./orchestrations/orchestrations.js";
import type { GitPillars } from "./pillar/git/git-pillars.js";
import type { PillarService } from "./pillar/pillar-service.js";
import { type OpenedReactor, openReactor } from "./reactor/open-reactor.js";
import { reactorControl } from "./reactor/reactor-control.js";
import { wheelAnswers } from "./reactor/wheel-answers.js";
import type { Redactor } from "./redaction/redactor.js";
import { toldSchedules } from "./redaction/told-schedules.js";
import { allRunners } from "./runners/all-runners.js";
import { openTools } from "./runners/open-tools.js";
import { Queues } from "./runners/queue/queues.js";
import { runnerService } from "./runners/runner-service.js";
import { Runners } from "./runners/runners.js";
import { type OpenSchedule, openSchedule } from "./schedule/open-schedule.js";
import type { Counters } from "./status/counters.js";
import { openTemplates } from "./templates/open-templates.js";
import { version } from "./version.js";
import { allWheel } from "./wheel/all-wheel.js";
import { openWheel } from "./wheel/open-wheel.js";

export interface AutomationDeps {
  readonly clock: Clock;
  readonly jids: JidSource;
  readonly store: Store;
  readonly events: EventBus;
  readonly counters: Counters;
  readonly keys: Keys;
  readonly presence: Presence;
  readonly jobs: Jobs;
  readonly probes: Probes;
  readonly calls: MasterCalls;
  readonly files: OpenedFiles;
  readonly gitPillars: GitPillars;
  readonly pillars: PillarService;
  readonly mine: Mine;
  readonly minionData: MinionData;
  readonly targets: TargetResolver;
  readonly redactor: Redactor;
  readonly log: Log;
}

/** What the master does itself: it is opened here, and begun by the daemon, each part at its time. */
export interface Automation {
  /** For minions and templates: without a record. */
  readonly runners: Runners;
  readonly orchestrations: Orchestrations;
  readonly schedule: OpenSchedule;
  readonly reactor: OpenedReactor;
  readonly services: Pick<Services, "runners" | "wheel" | "schedules" | "orchestrations">;
  /** After the reactor and the orchestrations have been stopped. */
  close(): void;
}

/** Runners, wheel functions, orchestrations, the schedule and the reactor, which all call each other. */
export async function openAutomation(config: MasterConfig, deps: AutomationDeps): Promise<Automation> {
  const { clock, jids, store, events, counters, keys, presence, jobs, probes, calls, files, gitPillars } = deps;
  const { pillars, mine, minionData, targets, redactor, log } = deps;
  const tools = openTools(config, { clock, log, events, gitPillars, pillars });
  const templates = openTemplates(config, { clock, files: files.server });
  const wheel = openWheel(config, { keys, presence, calls, events, log });
  const runners = new Runners({
    version,
    keys: keys.service,
    running: () => calls.running(),
    events,
    peers: () => tcpPeers(config.network.publishPort),
    reactor: reactorControl(() => reactor),
    queues: new Queues(join(config.paths.cacheDir, "queues")),
    docs: { runner: () => runnerCalls.list(), wheel: () => wheel.service.list() },
    presence,
    jobs,
    files: files.server,
    async updateFiles() {
      await files.gitfs?.update();
    },
    pillars,
    acceptedMinions: () => keys.accepted.ids(),
    mine,
    minionData,
    resolve: (target, options) => targets.resolveOrNobody(target, options),
    tools,
    get orchestrations() {
      return orchestrations;
    },
    showSls: (request) => compiler.show(request),
    masterId: config.id,
    schedules: () => schedules,
  });
  const runnerCalls = runnerService({ runners, calls, events, redactor, log });
  const { orchestrations, compiler } = openOrchestrations({
    config,
    clock,
    jids,
    jobs,
    probes,
    events,
    store,
    pillars,
    templates,
    calls,
    runners: runnerCalls,
    templateRunners: runners,
    onMaster: tools.onMaster,
    wheel: wheel.service,
    redactor,
    log,
  });
  const reactor = openReactor(config, {
    clock,
    events,
    templates,
    publish: (request) => jobs.publish(request),
    runner: { known: allRunners, run: (fun, arg, user) => runnerCalls.run(fun, arg, user) },
    wheel: { known: allWheel, run: wheelAnswers((fun, arg, user) => wheel.service.run(fun, arg, user)) },
    counters,
    log,
  });
  const schedule = await openSchedule({
    config: config.schedule,
    masterId: config.id,
    clock,
    store: store.schedules,
    runners: runnerCalls,
    jobs,
    events,
    jids,
    log,
  });
  const schedules = toldSchedules(schedule.service, redactor);
  return {
    runners,
    orchestrations,
    schedule,
    reactor,
    services: {
      runners: runnerCalls,
      wheel: wheel.service,
      schedules,
      orchestrations: orchestrationService(orchestrations, runnerCalls, redactor, events),
    },
    close() {
      schedule.stop();
      templates.close();
    },
  };
}
