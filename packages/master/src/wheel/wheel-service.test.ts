import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Job, WheelService } from "@salina/api";
import { memoryStore } from "@salina/store";
import { decode, encode, JidSource, toJson, toValue } from "@salina/wire";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { EventBus } from "../events/event-bus.js";
import { MasterCalls } from "../functions/master-calls.js";
import { addAcceptedKey } from "../keys/add-accepted-key.js";
import { openKeyDirectory } from "../keys/key-directory.js";
import { createKeyService } from "../keys/key-service.js";
import { somePublicKeys } from "../keys/testing/some-keys.js";
import { temporaryDirectory } from "../keys/testing/temporary-directory.js";
import type { Log } from "../log.js";
import { HandClock } from "../testing/hand-clock.js";
import { allWheel, wheelLeftOut } from "./all-wheel.js";
import { RootFiles } from "./roots/root-files.js";
import { Wheel } from "./wheel.js";
import { wheelService } from "./wheel-service.js";

const [one = "", two = ""] = somePublicKeys(2);
const mask = "**********";
const log = { info: () => undefined, warn: () => undefined } as unknown as Log;

let top: string;
let functions: Wheel;
let wheel: WheelService;
let events: EventBus;
let store: ReturnType<typeof memoryStore>;
let acts: string[];
let rotate: ReturnType<typeof vi.fn>;

const plain = (packed: Uint8Array | null): unknown => {
  const read = decode(packed ?? encode(null), { duplicateKeys: "last" });
  return read.ok ? toJson(read.value) : null;
};

async function answer(fun: string, ...arg: unknown[]): Promise<Record<string, unknown>> {
  const { data } = await wheel.run(fun, encode(arg.map(toValue)), "alice");
  return plain(data) as Record<string, unknown>;
}

/** What it gives; a failure as it is told. */
const run = async (fun: string, ...arg: unknown[]) => (await answer(fun, ...arg))["return"];

async function told(): Promise<{ tag: string; data: unknown }[]> {
  const all: { tag: string; data: unknown }[] = [];
  const leave = new AbortController();
  setImmediate(() => leave.abort());
  for await (const event of events.watch({ afterSeq: 0 }, leave.signal)) {
    if (!("gap" in event)) all.push({ tag: event.tag, data: plain(event.data) });
  }
  return all;
}

const records = (): Promise<(Job | undefined)[]> =>
  store.jobs.list({ limit: 10 }).then(({ jobs }) => Promise.all(jobs.map(({ jid }) => store.jobs.get(jid))));

beforeEach(async () => {
  top = temporaryDirectory();
  const pkiDir = join(top, "pki");
  const directory = await openKeyDirectory({ pkiDir });
  acts = [];
  rotate = vi.fn(() => Promise.resolve());
  const hooks = {
    onChange: ({ act, id }: { act: string; id: string }) => acts.push(`${act} ${id}`),
    rotateAesKey: rotate as () => Promise<void>,
    forgetMinion: () => Promise.resolve(),
  };
  const keys = createKeyService({
    directory,
    pkiDir,
    keys: { hashType: "sha256", rotateAesKeyOnRemoval: true, preserveMinionCache: false },
    hooks,
  });
  for (const [id, state, pem] of [
    ["web1", "pending", one],
    ["web2", "pending", two],
    ["old", "accepted", one],
    ["bad", "rejected", two],
    ["old", "denied", two],
    ["broken", "pending", "no key"],
  ] as const) {
    await directory.change(id, (changes) => changes.store(state, pem));
  }
  writeFileSync(join(pkiDir, "master.pub"), one);
  writeFileSync(join(pkiDir, "master.pem"), "-----BEGIN RSA PRIVATE KEY-----\nhidden\n-----END RSA PRIVATE KEY-----\n");
  mkdirSync(join(top, "pillar"));
  writeFileSync(join(top, "pillar/secret.sls"), "password: hunter2\n");
  const clock = new HandClock();
  events = new EventBus(clock, 100);
  store = memoryStore();
  functions = new Wheel({
    keys,
    addAcceptedKey: addAcceptedKey(directory, hooks),
    hashType: "sha256",
    presence: { present: () => ["web2", "web1"] },
    options: new Map([["saltgui_pages", "all"]]),
    fileRoots: new RootFiles(new Map([["base", [join(top, "states")]]])),
    pillarRoots: new RootFiles(new Map([["base", [join(top, "pillar")]]])),
  });
  wheel = wheelService({
    functions,
    calls: new MasterCalls({
      jobs: store.jobs,
      clock,
      jids: new JidSource(() => clock.nowMicros()),
      masterId: "test_master",
    }),
    events,
    log,
  });
});

describe("what a caller, the bus and the job history are told", () => {
  test("a call that changes something is told when it begins and ends, and is kept", async () => {
    const { tag, success, data } = await wheel.run("key.accept", encode(["web1"]), "alice");
    const jid = tag.replace("salt/wheel/", "");
    const began = { fun: "wheel.key.accept", jid, tag, user: "alice", fun_args: ["web1"] };
    const ended = { ...began, return: { minions: ["web1"] }, success: true };
    expect(success).toBe(true);
    expect(plain(data)).toEqual({ ...ended, _stamp: expect.stringMatching(/^\d{4}-/) });
    expect(await told()).toEqual([
      { tag: `${tag}/new`, data: { ...began, _stamp: expect.any(String) } },
      { tag: `${tag}/ret`, data: plain(data) },
    ]);
    const [job] = await records();
    expect(job).toMatchObject({
      jid,
      fun: "wheel.key.accept",
      user: "alice",
      minions: ["test_master"],
      state: "succeeded",
      results: [{ minion: "test_master", outcome: "returned", retcode: 0, success: true }],
    });
    const { tag: _tag, ...kept } = ended;
    expect(plain(job?.results[0]?.value ?? null)).toEqual(kept);
  });

  test("a call that only reads is told, and not kept", async () => {
    await run("key.list_all");
    expect((await told()).map(({ tag }) => tag.split("/").at(-1))).toEqual(["new", "ret"]);
    expect(await records()).toEqual([]);
  });

  test("a failure is an answer without success", async () => {
    const failed = await answer("key.gen_accept", "../x");
    expect(failed).toMatchObject({
      success: false,
      return: "Exception occurred in wheel key.gen_accept: 'id_': that cannot be the id of a minion",
    });
    expect((await records())[0]).toMatchObject({ state: "failed", results: [{ retcode: 1, success: false }] });
  });

  test("private keys, and what stands in pillar, are given to the caller only", async () => {
    const made = (await run("key.gen_accept", "new")) as Record<string, string>;
    expect(made["priv"]).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/);
    expect(await run("pillar_roots.read", "secret.sls")).toEqual([
      { [join(top, "pillar/secret.sls")]: "password: hunter2\n" },
    ]);
    await run("pillar_roots.write", "password: hunter2", "a.sls");
    await run("pillar_roots.write", { __kwarg__: true, data: "hunter2", path: "b.sls" });
    const [, genned, , read, wrote, , wroteNamed] = (await told()).map(({ data }) => data as Record<string, unknown>);
    expect(genned?.["return"]).toBe(mask);
    expect(read?.["return"]).toBe(mask);
    expect(wrote?.["fun_args"]).toEqual([mask, "a.sls"]);
    expect(wroteNamed?.["fun_args"]).toEqual([{ __kwarg__: true, data: mask, path: "b.sls" }]);
    const everything = JSON.stringify([await told(), (await records()).map((job) => plain(job?.arg ?? null))]);
    const kept = (await records()).flatMap((job) => job?.results.map(({ value }) => plain(value)) ?? []);
    expect(everything + JSON.stringify(kept)).not.toMatch(/hunter2|PRIVATE/);
  });

  test.each<[string, string]>([
    ["no.such", "'no.such' is not available."],
    ["constructor", "'constructor' is not available."],
    ["config.update_config", "'config.update_config' is not available: the config is the operator's"],
  ])("%s is no wheel function", async (fun, message) => {
    await expect(run(fun)).rejects.toThrow(message);
  });

  test.each<[string, unknown[], string]>([
    ["key.accept", [], "key.accept() needs the argument 'match'"],
    ["key.accept", ["a", false, false, 1], "takes at most 3 arguments, 4 given"],
    ["key.accept", [{ __kwarg__: true, match: "a", include_rejeted: true }], "'include_rejeted'"],
    ["key.accept", [{ a: 1 }], "'match': expected ids of minions"],
    ["key.accept_dict", ["web1"], "'match' has to be a dictionary"],
    ["key.accept_dict", [{ minions_pre: [["web1"]] }], "'match': expected ids of minions"],
    ["key.finger", ["*", "crc32"], "'hash_type': expected one of md5"],
    ["key.gen", [null, 1_000_000], "'keysize': at most 8192 bits"],
    ["file_roots.write", [1, "a"], "'data' has to be text"],
    ["error.error", ["ValueError", "so it is"], "ValueError: so it is"],
  ])("%s %j: the failure names what is wrong", async (fun, arg, message) => {
    expect(await run(fun, ...arg)).toContain(message);
  });

  test("`match`, which a front-end gives to every function, is left aside where it is not known", async () => {
    expect(await run("minions.connected", { __kwarg__: true, match: "*" })).toEqual(["web1", "web2"]);
  });
});

describe("keys", () => {
  const folder = (name: string) => readdirSync(join(top, "pki", name)).sort();

  test("lists, with empty ones and the master's own files", async () => {
    expect(await run("key.list_all")).toEqual({
      minions: ["old"],
      minions_pre: ["broken", "web1", "web2"],
      minions_rejected: ["bad"],
      minions_denied: ["old"],
      local: ["master.pem", "master.pub"],
    });
    expect(await run("key.list", "acc")).toEqual({ minions: ["old"] });
    expect(await run("key.list", "unaccepted")).toEqual({ minions_pre: ["broken", "web1", "web2"] });
    expect(await run("key.list", "nonsense")).toEqual({});
    expect(await run("key.name_match", "web1,b*")).toEqual({
      minions_pre: ["broken", "web1"],
      minions_rejected: ["bad"],
    });
  });

  test("accept, reject and delete act on what matches, and say where it is then", async () => {
    expect(await run("key.accept", "web*,bad")).toEqual({ minions: ["web1", "web2"], minions_rejected: ["bad"] });
    expect(await run("key.accept", ["bad"], true)).toEqual({ minions: ["bad"] });
    expect(rotate).not.toHaveBeenCalled();
    expect(await run("key.reject", "web1", { __kwarg__: true, include_accepted: true })).toEqual({
      minions_rejected: ["web1"],
    });
    expect(await run("key.delete", "web*")).toEqual({});
    expect(rotate).toHaveBeenCalledTimes(2);
    expect(acts).toEqual(["accept web1", "accept web2", "accept bad", "reject web1", "delete web2", "delete web1"]);
  });

  test("a file that holds no key is not accepted, and can be deleted", async () => {
    expect(await run("key.accept", "broken")).toEqual({ minions_pre: ["broken"] });
    expect(await run("key.delete", "broken")).toEqual({});
  });

  test("the same by lists of ids: each id only in the list that it is named in", async () => {
    expect(await run("key.accept_dict", { minions_pre: ["web1"], minions_rejected: ["bad"] })).toEqual({
      minions: ["web1"],
      minions_rejected: ["bad"],
    });
    expect(await run("key.reject_dict", { minions: ["web1"] }, true)).toEqual({ minions_rejected: ["web1"] });
    expect(await run("key.delete_dict", { minions: ["web2"], minions_denied: ["old"] })).toEqual({
      minions_pre: ["web2"],
      minions: ["old"],
    });
    expect(folder("minions_denied")).toEqual([]);
  });

  test("an id or a list that is a path touches nothing", async () => {
    const before = await run("key.list_all");
    for (const fun of ["key.accept_dict", "key.reject_dict", "key.delete_dict"]) {
      expect(await run(fun, { minions_pre: ["../minions/old", "../master.pem", "..", "", "a\0b"] })).toEqual({});
      expect(await run(fun, { "../": ["master.pem"], local: ["master.pem"], ["__proto__"]: ["gone"] })).toEqual({});
    }
    expect(await run("key.list_all")).toEqual(before);
  });

  test("fingerprints and texts, by list", async () => {
    const fingers = (await run("key.finger", "web1,master.pub")) as Record<string, Record<string, string>>;
    expect(Object.keys(fingers)).toEqual(["minions_pre", "local"]);
    expect(fingers["minions_pre"]?.["web1"]).toMatch(/^([0-9a-f]{2}:){31}[0-9a-f]{2}$/);
    expect(await run("key.finger_master")).toEqual({ local: fingers["local"] });
    expect(fingers["local"]?.["master.pub"]).toBe(fingers["minions_pre"]?.["web1"]);
    expect(await run("key.finger_master", "md5")).toEqual({
      local: { "master.pub": expect.stringMatching(/^.{47}$/) },
    });
    expect(await run("key.print", "web1")).toEqual({ minions_pre: { web1: one } });
    expect(await run("key.key_str", "web1")).toEqual(await run("key.print", "web1"));
    expect(await run("key.master_key_str")).toEqual({ local: { "master.pub": one } });
  });

  test("a pair is made, and its public key accepted; one that is accepted is only replaced by force", async () => {
    const made = (await run("key.gen_accept", "new")) as Record<string, string>;
    expect(await run("key.print", "new")).toEqual({ minions: { new: made["pub"] } });
    expect(await run("key.gen_accept", "new")).toEqual({});
    const again = (await run("key.gen_accept", "new", 2048, true)) as Record<string, string>;
    expect(await run("key.print", "new")).toEqual({ minions: { new: again["pub"] } });
    expect(again["pub"]).not.toBe(made["pub"]);
    expect(await run("key.gen")).toMatchObject({ pub: expect.stringMatching(/^-----BEGIN PUBLIC KEY-----/) });
  });
});

test("files of the roots are found, read, written and listed", async () => {
  expect(await run("file_roots.write", "a: 1\n", "web/init.sls")).toBe(
    `Wrote data to file ${join(top, "states/web/init.sls")}`,
  );
  expect(await run("file_roots.find", "web/init.sls")).toEqual([{ [join(top, "states/web/init.sls")]: "txt" }]);
  expect(await run("file_roots.list_env")).toEqual({ [join(top, "states")]: { web: { "init.sls": "f" } } });
  expect(await run("pillar_roots.list_roots")).toEqual({ base: [{ [join(top, "pillar")]: { "secret.sls": "f" } }] });
  expect(await run("pillar_roots.read", "../pki/master.pem")).toEqual([]);
});

test("an orchestration runs them without a record of their own, and changes nothing with test=True", async () => {
  const call = { jid: "1", user: "root" };
  expect(await functions.run("key.accept", ["web1"], { ...call, test: true })).toBeNull();
  expect(await functions.run("key.list", ["acc"], { ...call, test: true })).toEqual(new Map([["minions", ["old"]]]));
  expect(await functions.run("key.accept", ["web1"], call)).toEqual(new Map([["minions", ["web1"]]]));
  await expect(functions.run("no.such", [], call)).rejects.toThrow("'no.such' is not available.");
  expect([functions.has("key.accept"), functions.has("constructor")]).toEqual([true, false]);
  expect([functions.isRead("key.list"), functions.isRead("key.accept")]).toEqual([true, false]);
  expect([await told(), await records()]).toEqual([[], []]);
});

test("options are shown", async () => {
  expect(await run("config.values")).toEqual({ saltgui_pages: "all" });
});

test("every function has a line of documentation, for each parameter too, and none is also left out", () => {
  for (const [name, { doc, parameters }] of allWheel) {
    expect(wheelLeftOut.has(name)).toBe(false);
    for (const text of [doc, ...parameters.map((one) => one.doc)]) expect(text).toMatch(/^[^\n]{3,}$/);
  }
  expect(wheel.list().map(({ name }) => name)).toEqual([...allWheel.keys()].sort());
});
