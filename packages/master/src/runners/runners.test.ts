import type { Job, MinionResult } from "@salina/api";
import { memoryStore } from "@salina/store";
import { decode, type Encodable, encode, toJson, toValue, type Value } from "@salina/wire";
import { beforeEach, describe, expect, test } from "vitest";
import { Mine } from "../mine/mine.js";
import { MinionData } from "../minions/minion-data.js";
import { HandClock } from "../testing/hand-clock.js";
import { Runners } from "./runners.js";

let runners: Runners;

const result = (minion: string, value: unknown) =>
  ({
    minion,
    outcome: value === undefined ? "offline" : "returned",
    late: false,
    retcode: value === undefined ? null : 0,
    success: value === undefined ? null : true,
    value: value === undefined ? null : encode(toValue(value)),
    out: null,
  }) as unknown as MinionResult;
const job = (jid: string, fun: string | string[], expression: string): Job =>
  ({
    jid,
    minions: ["web1", "web2"],
    missing: [],
    target: { type: "glob", expression },
    fun,
    arg: encode(["a", 1]),
    user: "root",
    metadata: null,
    startedAt: Date.UTC(2026, 10, 23),
    endedAt: null,
    state: "partial",
    results: [result("web1", "yes"), result("web2", undefined)],
  }) as unknown as Job;
const first = "20261123012550814006";
const second = "20261123012551814006";
const known: readonly Job[] = [job(second, ["test.ping", "cmd.run"], "db*"), job(first, "test.arg", "web*")];

beforeEach(async () => {
  const store = memoryStore();
  const clock = new HandClock();
  const minionData = new MinionData({ store: store.minions, clock, on: true });
  const grains = (os: string) => toValue({ os }) as Map<Value, Value>;
  await minionData.save("web1", { grains: grains("Debian"), pillar: new Map([["a", 1]]) });
  await minionData.save("web2", { grains: grains("Arch"), pillar: null });
  await store.mine.update("web1", [["ip", encode("10.0.0.1")]], { clear: false });
  const resolve = () => Promise.resolve(["web1", "web2"]);
  runners = new Runners({
    schedules: () => {
      throw new Error("no schedule");
    },
    jobs: {
      get: (jid) => Promise.resolve(known.find((job) => job.jid === jid)),
      list: () => Promise.resolve(known),
      publish: () => Promise.resolve({ jid: first, minions: ["web1", "web2"], missing: [] }),
      async *follow() {
        await Promise.resolve();
        yield { kind: "end", state: "partial" };
      },
    },
    files: {
      environments: () => Promise.resolve(["base", "dev"]),
      lists: (saltenv) =>
        Promise.resolve({
          files: [`in-${saltenv}`],
          directories: ["d"],
          emptyDirectories: [],
          links: new Map([["l", "d"]]),
        }),
    },
    updateFiles: () => Promise.resolve(),
    pillars: {
      make: ({ id, grains, pillarenv }) =>
        Promise.resolve({
          pillar: new Map<Value, Value>([
            ["for", id],
            ["os", grains.get("os") ?? null],
            ["env", pillarenv],
          ]),
          errors: [],
          warnings: [],
        }),
    },
    presence: { present: () => ["web1", "gone"] },
    acceptedMinions: () => Promise.resolve(["web2", "web1"]),
    mine: new Mine({ on: true, store: store.mine, resolve, readers: null }),
    minionData,
    resolve,
  });
});

async function run(fun: string, ...arg: unknown[]): Promise<unknown> {
  const packed: Encodable = await runners.run(
    fun,
    arg.map((one) => toValue(one)),
  );
  const read = decode(encode(packed));
  return read.ok ? toJson(read.value) : null;
}

describe("runners", () => {
  test("manage.present and not_present part the accepted minions", async () => {
    expect(await run("manage.present")).toEqual(["web1"]);
    expect(await run("manage.not_present")).toEqual(["web2"]);
    expect(await run("manage.present", { __kwarg__: true, subset: ["web2"] })).toEqual([]);
  });

  test("mine.get gives what minions offer", async () => {
    expect(await run("mine.get", "*", "ip")).toEqual({ web1: "10.0.0.1" });
    expect(await run("mine.get", "*", ["ip"])).toEqual({ ip: { web1: "10.0.0.1" } });
  });

  test("cache.grains and cache.pillar give what is known", async () => {
    expect(await run("cache.grains")).toEqual({ web1: { os: "Debian" }, web2: { os: "Arch" } });
    expect(await run("cache.pillar", "*", { __kwarg__: true, tgt_type: "glob" })).toEqual({ web1: { a: 1 } });
  });

  test("manage.status pings, and parts who answers from who does not", async () => {
    expect(await run("manage.status")).toEqual({ up: ["web1"], down: ["web2"] });
    expect(await run("manage.up")).toEqual(["web1"]);
    expect(await run("manage.down", "*", "glob")).toEqual(["web2"]);
  });

  test("fileserver.* lists what is served", async () => {
    expect(await run("fileserver.envs")).toEqual(["base", "dev"]);
    expect(await run("fileserver.file_list", "dev")).toEqual(["in-dev"]);
    expect(await run("fileserver.dir_list")).toEqual(["d"]);
    expect(await run("fileserver.empty_dir_list")).toEqual([]);
    expect(await run("fileserver.symlink_list")).toEqual({ l: "d" });
    expect(await run("fileserver.update")).toBe(true);
  });

  test("pillar.show_pillar makes the pillar of a minion with the grains that it sent last", async () => {
    expect(await run("pillar.show_pillar", "web1", { __kwarg__: true, pillarenv: "dev" })).toEqual({
      for: "web1",
      os: "Debian",
      env: "dev",
    });
    await expect(run("pillar.show_pillar", "gone")).rejects.toThrow("no minion 'gone' with an accepted key");
  });

  test("jobs.lookup_jid and list_job show a job", async () => {
    expect(await run("jobs.lookup_jid", first)).toEqual({ web1: "yes" });
    expect(await run("jobs.lookup_jid", first, { __kwarg__: true, missing: true })).toEqual({
      web1: "yes",
      web2: "Minion did not return",
    });
    const about = {
      Function: "test.arg",
      Arguments: ["a", 1],
      Target: "web*",
      "Target-type": "glob",
      User: "root",
      StartTime: "2026, Nov 23 01:25:50.814006",
    };
    const Result = { web1: { return: "yes", retcode: 0, success: true } };
    expect(await run("jobs.list_job", first)).toEqual({ jid: first, ...about, Minions: ["web1", "web2"], Result });
    expect(await run("jobs.print_job", first)).toEqual({ [first]: { ...about, Minions: ["web1", "web2"], Result } });
    expect(await run("jobs.exit_success", first)).toEqual({ web1: true, web2: false });
  });

  test("jobs.list_jobs looks for functions, targets and times; of a compound job any function counts", async () => {
    const ids = async (search: object) =>
      Object.keys((await run("jobs.list_jobs", { __kwarg__: true, ...search })) as object);
    expect(await ids({})).toEqual([first, second]);
    expect(await ids({ search_function: "cmd.*" })).toEqual([second]);
    expect(await ids({ search_function: "test.arg,cmd.run" })).toEqual([first, second]);
    expect(await ids({ search_target: "web*" })).toEqual([first]);
    expect(await ids({ start_time: "2026-11-24" })).toEqual([]);
    expect(await ids({ end_time: "2026-11-24" })).toEqual([first, second]);
    expect(Object.keys((await run("jobs.last_run", { __kwarg__: true, function: "test.*" })) as object)).toEqual([
      second,
    ]);
  });

  test.each<[string, unknown[], string]>([
    ["jobs.lookup_jid", ["../../x"], "x"],
    ["jobs.lookup_jid", ["20990101000000000000"], "20990101000000000000"],
    ["jobs.list_jobs", [{ __kwarg__: true, start_time: "soon" }], "'start_time' is no time"],
    ["no.such", [], "'no.such' is not available."],
    ["toString", [], "'toString' is not available."],
    ["mine.get", [], "it takes `tgt` and `fun`"],
    ["mine.get", ["*", "ip", "glob", 1], "takes at most 3 arguments, 4 given"],
    ["manage.present", [{ __kwarg__: true, nope: 1 }], "unexpected keyword argument 'nope'"],
  ])("%s %j is refused", async (fun, arg, message) => {
    await expect(run(fun, ...arg)).rejects.toThrow(message);
  });
});
