import type { Job, Services } from "@salina/api";
import { memoryStore } from "@salina/store";
import { encode, Float, type JidSource, type Value, type ValueMap } from "@salina/wire";
import pino from "pino";
import { expect, test } from "vitest";
import { EventBus } from "../events/event-bus.js";
import { rootsServer } from "../files/testing/roots-server.js";
import type { Jobs } from "../jobs/job-service.js";
import type { Probes } from "../jobs/probes.js";
import { Mine } from "../mine/mine.js";
import { MinionData } from "../minions/minion-data.js";
import { Peer } from "../peer/peer.js";
import { RateLimit } from "../peer/rate-limit.js";
import { PushedFiles } from "../pushed/pushed-files.js";
import { Redactor } from "../redaction/redactor.js";
import { SecretValues } from "../redaction/secret-values.js";
import { Counters } from "../status/counters.js";
import { HandClock } from "../testing/hand-clock.js";
import { allRequests } from "./all-requests.js";
import type { Requester } from "./minion-request.js";

const evil: Requester = {
  id: "evil",
  era: 3,
  proven: true,
  publicKey: null,
  nonce: "n",
  encryption: "OAEP-SHA1",
  signature: "PKCS1v15-SHA1",
};
const jid = "20261123014433032555";
const map = (entries: Record<string, Value>): ValueMap => new Map<Value, Value>(Object.entries(entries));

/** For each command a load as a stock minion sends it, with every field that it has. */
const loads: Record<string, ValueMap> = {
  _return: map({
    id: "evil",
    jid,
    fun: "test.ping",
    return: true,
    retcode: 0,
    success: true,
    out: "nested",
    fun_args: [],
  }),
  _minion_event: map({
    id: "evil",
    tag: "a/b",
    data: map({ x: 1 }),
    pretag: null,
    events: [map({ tag: "t", data: map({}) })],
  }),
  _pillar: map({
    id: "evil",
    grains: map({ os: "x" }),
    saltenv: "base",
    pillarenv: null,
    pillar_override: null,
    clean_cache: false,
    ver: "2",
  }),
  _master_opts: map({ env_only: true }),
  _master_tops: map({ id: "evil", opts: map({ grains: map({}) }) }),
  _ext_nodes: map({ id: "evil", opts: map({ grains: map({}) }) }),
  _register_resources: map({ id: "evil", resources: map({}), resource_grains: map({}) }),
  _file_envs: map({ saltenv: "base" }),
  _file_list: map({ saltenv: "base", prefix: "" }),
  _file_list_emptydirs: map({ saltenv: "base", prefix: "" }),
  _dir_list: map({ saltenv: "base", prefix: "" }),
  _symlink_list: map({ saltenv: "base", prefix: "" }),
  _file_find: map({ saltenv: "base", path: "fields.js" }),
  _file_hash: map({ saltenv: "base", path: "fields.js" }),
  _file_hash_and_stat: map({ saltenv: "base", path: "fields.js" }),
  _serve_file: map({ saltenv: "base", path: "fields.js", loc: 0, gzip: 5 }),
  _mine: map({ id: "evil", data: map({ "test.ping": true }), clear: false }),
  _mine_get: map({ id: "evil", tgt: "*", fun: "test.ping", tgt_type: "glob", expr_form: "glob" }),
  _mine_delete: map({ id: "evil", fun: "test.ping" }),
  _mine_flush: map({ id: "evil" }),
  _file_recv: map({ id: "evil", path: ["a", "b"], loc: 0, size: 1, data: Buffer.from("x") }),
  minion_pub: map({
    id: "evil",
    fun: "test.ping",
    arg: [],
    tgt: "*",
    tgt_type: "glob",
    ret: "",
    tmo: 5,
    form: "clean",
    no_parse: [],
  }),
  minion_publish: map({
    id: "evil",
    fun: "test.ping",
    arg: [],
    tgt: "*",
    tgt_type: "glob",
    ret: "",
    timeout: 5,
    form: "full",
  }),
  minion_runner: map({ id: "evil", fun: "manage.present", arg: ["x=1"], tmo: 5, no_parse: [] }),
  pub_ret: map({ id: "evil", jid: "20260101000000000000" }),
  revoke_auth: map({ id: "evil", preserve_minion_cache: false }),
};

let deep: Value = 1;
for (let depth = 0; depth < 60; depth++) deep = [deep];
const hostile: readonly (readonly [string, Value | undefined])[] = [
  ["missing", undefined],
  ["nil", null],
  ["a boolean", true],
  ["an integer", 7],
  ["a negative integer", -1],
  ["a float", 1.5],
  ["an integral float", new Float(3)],
  ["a huge integer", 2n ** 63n],
  ["text", "../../etc/passwd"],
  ["text with NUL", "a\0b"],
  ["empty text", ""],
  ["long text", "x".repeat(100_000)],
  ["bytes", Buffer.from([0xff, 0xfe])],
  ["a list", ["..", "x", 7]],
  ["an empty list", []],
  ["a map", map({ a: 1 })],
  ["a map with a hostile key", map({ __proto__: 1, constructor: map({}), "salt/key": "x" })],
  ["a map with a key that is no text", new Map<Value, Value>([[7, "x"]])],
  ["something deep", deep],
];

test("there is a load to try for each request that is served", () => {
  expect(
    harness()
      .requests.map(({ cmd }) => cmd)
      .sort(),
  ).toEqual(Object.keys(loads).sort());
});

const cases = Object.entries(loads).flatMap(([cmd, load]) =>
  [...load.keys()].map((field) => [cmd, String(field)] as const),
);

test.each(cases)(
  "%s: whatever `%s` is, there is an answer, and nothing of another minion changes",
  async (cmd, field) => {
    for (const [what, value] of hostile) {
      const { requests, victims, prepared } = harness();
      await prepared;
      const before = await victims();
      const load = new Map(loads[cmd]);
      if (value === undefined) load.delete(field);
      else load.set(field, value);
      const request = requests.find((one) => one.cmd === cmd);

      const answer = await request?.serve(load, encode(load), evil);

      expect(answer?.ok === true || answer?.ok === false, what).toBe(true);
      expect(await victims(), what).toEqual(before);
    }
  },
);

/** All requests over a store in memory, in which a victim has something to lose. */
function harness() {
  const clock = new HandClock();
  const store = memoryStore();
  const log = pino({ level: "silent" });
  const changed: unknown[] = [];
  const keys: Pick<Services["keys"], "change"> = {
    change: (change) => {
      changed.push(...change.keys.filter(({ id }) => id !== "evil"));
      return Promise.resolve(change.keys.map((key) => ({ ...key, done: true as const })));
    },
  };
  const requests = allRequests({
    clock,
    masterId: "box_master",
    config: {
      presence: false,
      loopIntervalS: 60,
      minionDataCache: true,
      minionDataCacheEvents: true,
      maxEventBytes: 1_048_576,
      redactedFunctions: [],
      redactedPillar: [],
      ringSize: 100,
    },
    minionData: new MinionData({ store: store.minions, clock, on: true }),
    events: new EventBus(clock, 100),
    redactor: new Redactor([], new SecretValues(), new Counters()),
    heartbeats: { saw: () => undefined },
    pillars: { make: () => Promise.resolve({ pillar: new Map(), errors: [], warnings: [] }) },
    sign: () => Promise.resolve(new Uint8Array()),
    jids: { next: () => jid } as unknown as JidSource,
    jobs: { addReturn: () => Promise.resolve("stored"), isAsked: () => true } as unknown as Jobs,
    presence: { heard: () => undefined },
    probes: { take: () => false } as unknown as Probes,
    counters: new Counters(),
    keys,
    peer: new Peer({
      rules: map({ ".*": ["test.*"] }),
      clock,
      jobs: {
        publish: () => Promise.resolve({ jid, minions: ["evil"], missing: [] }),
        get: () => Promise.resolve({ jid, user: "minion:victim", results: [] } as unknown as Job),
        async *follow() {},
      },
      resolve: () => Promise.resolve(["evil", "victim"]),
      rate: new RateLimit(clock, 1_000_000),
    }),
    peerRun: map({ ".*": [".*"] }),
    runners: { run: () => Promise.resolve([]) },
    runnerRate: new RateLimit(clock, 1_000_000),
    mine: new Mine({ on: true, store: store.mine, readers: null, resolve: () => Promise.resolve(["evil", "victim"]) }),
    pushed: new PushedFiles({ on: false, maxFileBytes: 0 }, "/nowhere", log),
    files: rootsServer(
      {
        roots: new Map([["base", [import.meta.dirname]]]),
        chunkBytes: 1024,
        ignore: { expressions: [], globs: [] },
        followSymlinks: true,
        ignoreSymlinks: false,
        listCacheS: 20,
      },
      "sha256",
      clock,
    ),
    states: {
      renderer: "jinja|yaml",
      failhard: false,
      top: "top.sls",
      topSaltenv: null,
      topMerging: "merge",
      envOrder: [],
      defaultTop: "base",
      autoOrder: true,
      events: true,
      aggregate: false,
      jinjaEnv: new Map(),
      jinjaSlsEnv: new Map(),
      jinjaLstripBlocks: false,
      jinjaTrimBlocks: false,
      nodegroups: new Map(),
      masterTops: new Map(),
    },
    mayRevokeKeys: true,
    log,
  });
  const secret = encode("secret");
  const prepared = Promise.all([
    store.mine.update("victim", [["test.ping", secret]], { clear: false }),
    store.minions.saveData({ id: "victim", grains: secret, pillar: null }, 1),
  ]);
  const victims = async () => ({
    mine: await store.mine.get(["victim"], ["test.ping"]),
    grains: (await store.minions.get("victim"))?.grains,
    ids: (await store.minions.all()).map(({ id }) => id).filter((id) => id !== "evil"),
    changed,
  });
  return { requests, victims, prepared };
}
