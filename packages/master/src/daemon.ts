import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { JobRequest, Services } from "@salina/api";
import { openSqliteStore } from "@salina/store";
import { JidSource, type SignatureAlgorithm, signPkcs1Async } from "@salina/wire";
import { Access } from "./authorisation/access.js";
import { openAutomation } from "./automation.js";
import { LocalServer } from "./callers/local-server.js";
import { openHttp } from "./callers/open-http.js";
import { systemClock } from "./clock.js";
import type { MasterConfig } from "./config/config.js";
import { MasterSecrets } from "./crypto/master-secrets.js";
import { SessionKeys } from "./crypto/session-keys.js";
import { EventBus } from "./events/event-bus.js";
import { tags } from "./events/tags.js";
import { bundledStates } from "./files/bundled-states.js";
import { watchGitfs } from "./files/git/watch-gitfs.js";
import { openFiles } from "./files/open-files.js";
import { MasterCalls } from "./functions/master-calls.js";
import { awayLog, GitUpdates } from "./git/git-updates.js";
import { Jobs, noArguments } from "./jobs/job-service.js";
import { Probes } from "./jobs/probes.js";
import { Publisher } from "./jobs/publisher.js";
import { ReconnectGrace } from "./jobs/reconnect-grace.js";
import { openKeys } from "./keys/open-keys.js";
import type { Log } from "./log.js";
import { Maintenance } from "./maintenance/loop.js";
import { Mine } from "./mine/mine.js";
import { HeartbeatGuard } from "./minions/heartbeat-guard.js";
import { MinionData } from "./minions/minion-data.js";
import { Minions } from "./minions/minion-service.js";
import { readNodegroups } from "./minions/nodegroups.js";
import { Presence } from "./minions/presence.js";
import { PresenceEvents } from "./minions/presence-events.js";
import { PresenceWatch } from "./minions/presence-watch.js";
import { ProvenEras } from "./minions/proven-eras.js";
import { rangeServer } from "./minions/range-server.js";
import { suspects } from "./minions/suspects.js";
import { TargetResolver } from "./minions/target-resolver.js";
import { tcpPeers } from "./minions/tcp-peers.js";
import { Peer } from "./peer/peer.js";
import { RateLimit } from "./peer/rate-limit.js";
import { GitPillars } from "./pillar/git/git-pillars.js";
import { pillarAnswers } from "./pillar/pillar-answers.js";
import { pillarOptions } from "./pillar/pillar-options.js";
import { PillarService } from "./pillar/pillar-service.js";
import { PushedFiles } from "./pushed/pushed-files.js";
import { keptStore } from "./redaction/kept-store.js";
import type { Redaction } from "./redaction/open-redaction.js";
import { Seal } from "./redaction/seal.js";
import { allRequests } from "./requests/all-requests.js";
import { createAuth } from "./requests/auth.js";
import { Channel } from "./requests/channel.js";
import type { Counters } from "./status/counters.js";
import { statusService } from "./status/status-service.js";
import { ZeromqPublish } from "./transport/zeromq-publish.js";
import { ZeromqRequests } from "./transport/zeromq-requests.js";
import { version } from "./version.js";

/** How long requests under way may take to end when the daemon stops. */
const stopGraceMs = 5000;

/** Minions that were heard of within this time before a start are expected back. */
const recentMs = 86_400_000;

export interface Daemon {
  readonly restUrl: string | null;
  /** Takes no new work, ends what is under way, closes everything. */
  stop(): Promise<void>;
}

export interface DaemonDeps {
  readonly log: Log;
  readonly counters: Counters;
  readonly redaction: Redaction;
  /** Nothing can be kept any more. */
  readonly onFatal: (error: Error) => void;
}

/**
 * Puts all parts together and opens the ports.
 *
 * @param onFatal the daemon cannot go on: nothing it is told can be stored any more
 * @throws when a port, a key or the store cannot be opened
 */
export async function startDaemon(config: MasterConfig, deps: DaemonDeps): Promise<Daemon> {
  const { log, counters, redaction, onFatal } = deps;
  const { redactor } = redaction;
  const clock = systemClock;
  const startedAt = clock.now();
  const opened: (() => Promise<void> | void)[] = [];
  const closeAll = async () => {
    for (const close of opened.reverse()) await close();
  };
  try {
    await mkdir(config.paths.cacheDir, { recursive: true, mode: 0o700 });
    const events = new EventBus(clock, config.events.ringSize, (data) => redactor.texts(data));
    const presence = new Presence(clock, config.network.filtering);

    const file = join(config.paths.cacheDir, "salina.db");
    const store = keptStore({
      store: await openSqliteStore({ file, onFatal }),
      // Asked for with the first record: the keys are open by then.
      seal: new Seal(() => keys.masterKey),
      redactor,
      clock,
      log,
    });
    opened.push(() => store.close());
    const known = await store.minions.all();
    for (const { id, lastSeenAt } of known) if (lastSeenAt !== null) presence.restore(id, lastSeenAt);
    const recently = known.filter(({ lastSeenAt }) => lastSeenAt !== null && startedAt - lastSeenAt < recentMs);
    const grace = new ReconnectGrace({
      clock,
      expected: recently.length,
      onSubscribers: (see) => presence.onSubscribers(see),
    });
    const minionData = new MinionData({ store: store.minions, clock, on: config.events.minionDataCache });
    const eras = new ProvenEras(store.minions);
    await eras.load();

    const sessions = new SessionKeys(join(config.paths.cacheDir, "sessions"), clock, config.publish.sessionS * 1000);
    await sessions.load();

    const pushed = new PushedFiles(config.pushed, config.paths.cacheDir, log);
    const keys = await openKeys({
      config,
      connectedIds: () => new Set(presence.present()),
      nowMs: () => clock.now(),
      hooks: {
        onChange({ act, id }) {
          events.fire(
            tags.key,
            new Map<string, string | boolean>([
              ["result", true],
              ["act", act],
              ["id", id],
            ]),
          );
          log.info({ event: "key.changed", act, id }, "key changed");
        },
        rotateAesKey: () => Promise.resolve(secrets.rotate()),
        async forgetMinion(id) {
          presence.forget(id);
          await sessions.drop(id);
          await eras.forget(id);
          await store.minions.remove(id);
          minionData.forget(id);
          redaction.forget(id);
          await pushed.forget(id);
        },
      },
      onWarning: (text) => log.warn({ event: "keys.warning" }, text),
    });
    opened.push(() => keys.close());
    await redaction.recall(await keys.accepted.ids(), minionData);

    const secrets = new MasterSecrets(keys.masterKey, clock, () => {
      events.fire(tags.rotated, new Map([["rotate_aes_key", true]]));
      log.info({ event: "key.rotated" }, "the shared AES key was made anew");
      // So that minions learn of the new key at once instead of with their next job.
      if (config.publish.pingOnRotate) jobs.publish(pingAll).catch(() => undefined);
    });
    const sign = (data: Uint8Array, algorithm: SignatureAlgorithm) => signPkcs1Async(keys.masterKey, data, algorithm);

    const heartbeats = new HeartbeatGuard({
      file: join(config.paths.cacheDir, "no-heartbeat"),
      log,
      async stop() {
        await publishing.stopHeartbeat();
        await requesting.stopHeartbeat();
      },
    });
    const network = (await heartbeats.load()) ? { ...config.network, heartbeatS: 0 } : config.network;
    const publishing = new ZeromqPublish(network);
    const requesting = new ZeromqRequests(network);
    const publisher = new Publisher({
      transport: publishing,
      sharedKey: () => secrets.forPublish(),
      sign: config.publish.sign ? (data) => sign(data, config.publish.signingAlgorithm) : null,
      signatureAlgorithm: config.publish.signingAlgorithm,
      filtering: config.network.filtering,
    });

    const jids = new JidSource(() => clock.nowMicros());
    const probes = new Probes(publisher, jids);
    const targets = new TargetResolver({
      acceptedMinions: () => keys.accepted.ids(),
      data: minionData,
      nodegroups: readNodegroups(config.states.nodegroups, (name) =>
        log.warn({ event: "nodegroup.unreadable", nodegroup: name }, "a nodegroup is neither text nor a list of words"),
      ),
      range: config.targets.rangeServer === null ? null : rangeServer(config.targets.rangeServer),
    });
    const jobs = new Jobs({
      config: config.jobs,
      clock,
      jids,
      store,
      publisher,
      probes,
      events,
      presence,
      grace,
      targets,
      redactor,
      log,
    });
    opened.push(() => jobs.close());

    const watch = new PresenceWatch({
      clock,
      presence,
      ask: (minions, answered) => probes.ask(jids.next(), minions, answered),
      suspects: suspects(minionData, () => tcpPeers(config.network.publishPort)),
      answerMs: config.jobs.gatherTimeoutS * 1000,
    });
    opened.push(() => watch.stop());

    const mine = new Mine({
      store: store.mine,
      resolve: (target, options) => targets.resolveOrNobody(target, options),
      on: config.mine.on,
      readers: config.mine.readers,
    });

    const peer = new Peer({
      rules: config.peer.rules,
      clock,
      jobs,
      resolve: (target, options) => targets.resolveOrNobody(target, options),
      rate: new RateLimit(clock, config.peer.perMinute),
    });

    const updates = new GitUpdates(clock, counters, log);
    opened.push(() => updates.stop());
    const gitPillars = new GitPillars({
      config: config.pillar.git,
      ext: config.pillar.ext,
      cacheDir: config.paths.cacheDir,
      onAway: awayLog("git_pillar", counters, log),
    });
    const files = openFiles(config.files, {
      hashType: config.keys.hashType,
      clock,
      cacheDir: config.paths.cacheDir,
      bundled: config.files.bundled ? bundledStates : null,
      onAway: awayLog("gitfs", counters, log),
    });
    const { gitfs } = files;
    if (gitfs) await watchGitfs(gitfs, { config: config.files, updates, events });

    const pillars = new PillarService({
      clock,
      options: pillarOptions(config),
      limits: {
        threads: config.pillar.threads,
        limitMs: config.pillar.timeoutS * 1000,
        cacheMs: config.pillar.cache ? config.pillar.cacheS * 1000 : null,
      },
      answer: (question, given) => pillarAnswers(automation.runners)(question, given),
      gitPillars,
      learn: redaction.learn,
      counters,
      log,
    });
    opened.push(() => pillars.close());
    if (gitPillars.isUsed) updates.start(gitPillars, () => pillars.forget());

    const calls = new MasterCalls({ jobs: store.jobs, clock, jids, masterId: config.id });
    const automation = await openAutomation(config, {
      clock,
      jids,
      store,
      events,
      counters,
      keys,
      presence,
      jobs,
      probes,
      calls,
      files,
      gitPillars,
      pillars,
      mine,
      minionData,
      targets,
      redactor,
      log,
    });
    opened.push(() => automation.close());
    const { runners, orchestrations, schedule, reactor } = automation;

    let restUrl: string | null = null;
    const services: Services = {
      jobs,
      keys: keys.service,
      minions: new Minions({ store, keys: keys.service, presence, resolve: (target) => jobs.resolve(target) }),
      events,
      ...automation.services,
      status: statusService({
        version,
        masterId: config.id,
        startedAt,
        network: config.network,
        restUrl: () => restUrl,
        presence,
        store,
        counters,
      }),
    };

    const channel = new Channel({
      clock,
      minimumAuthVersion: config.auth.minimumAuthVersion,
      maxClearBytes: config.network.maxClearBytes,
      maxRequestBytes: config.network.maxRequestBytes,
      secrets,
      sessions,
      acceptedKeys: keys.accepted,
      minions: store.minions,
      eras,
      presence,
      auth: createAuth({
        config: config.auth,
        network: config.network,
        admit: (request) => keys.admissions.admit(request),
        masterPublicKeyText: keys.masterPublicKeyText,
        secrets,
        sessions,
        sign,
        pubSignature: keys.pubSignature,
        decryptToken: (token, algorithm) => keys.decryptToken(token, algorithm),
        eras,
        events,
        counters,
        log,
      }),
      requests: allRequests({
        redactor,
        clock,
        masterId: config.id,
        config: config.events,
        jids,
        jobs,
        probes,
        presence,
        events,
        counters,
        minionData,
        sign,
        keys: keys.service,
        mine,
        peer,
        peerRun: config.peer.runnerRules,
        runners,
        runnerRate: new RateLimit(clock, config.peer.perMinute),
        pillars,
        heartbeats,
        pushed,
        files: files.server,
        states: config.states,
        mayRevokeKeys: config.auth.minionsMayRevoke,
        log,
      }),
      counters,
      log,
    });

    // Before anybody can answer: a return that came first would find no job that waits for it.
    const goingOn = new Set((await store.runs.open()).map(({ jid }) => jid));
    for (const jid of await calls.closeCut(({ jid }) => Promise.resolve(goingOn.has(jid))))
      log.warn({ event: "runner.cut", jid }, "a runner was cut by the end of the master");
    await jobs.resume();

    await reactor.start();

    await publishing.listen(presence);
    opened.push(() => publishing.close());
    opened.push(() => reactor.stop());
    await requesting.listen((request) => channel.answer(request));
    opened.push(() => requesting.close(stopGraceMs));

    await orchestrations.resumeAll();

    const local = new LocalServer(config.local, services, log);
    await local.listen();
    opened.push(() => local.close());

    restUrl = await openHttp(config, {
      services,
      access: () =>
        new Access({
          config: config.access,
          clock,
          resolve: async (target) => (await jobs.resolve(target)).minions,
          log,
        }),
      fire: (tag, data) => void events.fire(tag, data),
      log,
      opened: (close) => opened.push(close),
    });

    const maintenance = new Maintenance({
      clock,
      log,
      cacheDir: config.paths.cacheDir,
      secrets,
      store,
      presenceEvents: config.events.presence ? new PresenceEvents(presence, events) : null,
      intervalMs: config.events.loopIntervalS * 1000,
      keyAgeMs: config.publish.sessionS * 1000,
      history: { keepMs: config.jobs.keepS * 1000, keepBytes: config.jobs.keepBytes },
    });
    maintenance.start();
    await schedule.start();
    opened.push(() => maintenance.stop());
    // First of all: what a step cannot do any more while the rest is closed is no failure of the step.
    opened.push(() => orchestrations.close());

    log.info(
      {
        event: "master.ready",
        version,
        publishPort: config.network.publishPort,
        requestPort: config.network.requestPort,
        socket: config.local.path,
        rest: restUrl,
        tookMs: clock.now() - startedAt,
      },
      "the master is ready",
    );
    return { restUrl, stop: closeAll };
  } catch (error) {
    await closeAll().catch(() => undefined);
    throw error;
  }
}

/** `ping_on_rotate`: a job like any other. */
const pingAll: JobRequest = {
  target: { type: "glob", expression: "*" },
  fun: "test.ping",
  arg: noArguments,
  user: "salina",
};
