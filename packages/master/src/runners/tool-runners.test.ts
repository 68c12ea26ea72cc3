import { createSocket, type Socket } from "node:dgram";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type JobRequest, noMinionsMatched } from "@salina/api";
import { decode, type Encodable, encode, toJson, toValue, type Value } from "@salina/wire";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callArguments } from "../functions/call-arguments.js";
import { type Call, functionsOf } from "../functions/master-function.js";
import { temporaryDirectory } from "../keys/testing/temporary-directory.js";
import type { Log } from "../log.js";
import { HandClock } from "../testing/hand-clock.js";
import { toolRunners } from "./all-tool-runners.js";
import { whyLeftOut } from "./left-out.js";
import { modulesLeftOut } from "./left-out-modules.js";
import type { ToolContext } from "./tool-runner.js";

const runners = functionsOf(toolRunners);
const clock = new HandClock();

let fired: [string, unknown][];
let progress: unknown[];
let warned: string[];
let published: JobRequest[];
let served: string[];
let ranOnMaster: unknown[];
let isTest: boolean;

const plain = (value: Encodable | ReadonlyMap<Value, Value>): unknown => {
  const read = decode(encode(value as Encodable), { duplicateKeys: "last" });
  return read.ok ? toJson(read.value) : null;
};

function context(): ToolContext {
  const call: Call = {
    jid: "1",
    user: "alice",
    test: isTest,
    progress: (about) => progress.push(plain(about)),
  };
  const context = {
    call,
    resolve: () => Promise.resolve(["web1", "web2"]),
    files: { environments: () => Promise.resolve(["base"]), lists: () => Promise.resolve({ files: served }) },
    pillars: { make: ({ id }: { id: string }) => Promise.resolve({ pillar: new Map([["for", id]]) }) },
    minionData: {
      async *batches(ids: readonly string[]) {
        const grains = toValue({ hwaddr_interfaces: { lo: "00:00:00:00:00:00", eth0: "08:00:27:13:69:77" } });
        yield await Promise.resolve(ids.map((id) => ({ id, grains: id === "web1" ? grains : null, pillar: null })));
      },
    },
    jobs: {
      publish(request: JobRequest) {
        if (request.target.expression === "none") return Promise.reject(noMinionsMatched({ target: "none" }));
        published.push(request);
        return Promise.resolve({ jid: "7", minions: ["web1", "web2"], missing: [] });
      },
      async *follow() {
        yield await Promise.resolve({ kind: "end", state: "partial" });
      },
      get: () =>
        Promise.resolve({
          results: [
            { minion: "web1", value: encode(toValue({ a: 1 })) },
            { minion: "web2", value: null },
          ],
        }),
    },
    tools: {
      masterId: "test_master",
      options: toValue({ file_roots: { base: ["/srv/salt"] }, timeout: 5 }),
      clock,
      log: { warn: (_facts: object, text: string) => warned.push(text) } as unknown as Log,
      fire: (tag: string, data: ReadonlyMap<Value, Value>) => fired.push([tag, plain(data)]),
      maxEventBytes: 100,
      onMaster(wanted: { fun: string }) {
        ranOnMaster.push(wanted);
        return Promise.resolve(wanted.fun === "test.ping" ? encode(true) : null);
      },
      updateGitPillars: () => Promise.resolve(new Map([["main https://git.local/p", true]])),
    },
  };
  return context as unknown as ToolContext;
}

beforeEach(() => {
  [fired, progress, warned, published, served, ranOnMaster] = [[], [], [], [], [], []];
  isTest = false;
});

async function run(fun: string, ...arg: unknown[]): Promise<unknown> {
  const runner = runners.get(fun);
  if (!runner) throw new Error(`no ${fun}`);
  return plain(await runner.run(callArguments(runner, arg.map(toValue)), context()));
}
const named = (keywords: object) => ({ __kwarg__: true, ...keywords });

describe("salt.*", () => {
  test("salt.cmd hands everything after the function on to it", async () => {
    expect(await run("salt.cmd", "test.ping", 1, named({ a: 2, __x: 3 }))).toBe(true);
    expect(ranOnMaster).toEqual([{ fun: "test.ping", args: [1], kwargs: new Map([["a", 2]]), pillar: new Map() }]);
    await run("salt.cmd", named({ fun: "test.ping", with_pillar: true }));
    expect(ranOnMaster[1]).toMatchObject({ kwargs: new Map(), pillar: new Map([["for", "test_master"]]) });
  });

  test("salt.cmd says what there is, where a function is not there", async () => {
    await expect(run("salt.cmd", "state.apply")).rejects.toThrow(/'state.apply' is not available on the master.*cmd/);
  });

  test("salt.execute publishes a job in the caller's name, and gives what came back", async () => {
    const keywords = named({ tgt_type: "list", ret: "redis", kwarg: { k: 1 }, timeout: 3 });
    expect(await run("salt.execute", "web1,web2", "test.arg", ["a"], keywords)).toEqual({ web1: { a: 1 } });
    expect(published).toMatchObject([{ fun: "test.arg", user: "alice", returners: "redis", timeoutMs: 3000 }]);
    expect(plain(toValue(published[0]?.target))).toMatchObject({ type: "list" });
    const arg = decode(published[0]?.arg ?? encode(null), {});
    expect(arg.ok && toJson(arg.value)).toEqual(["a", { k: 1, __kwarg__: true }]);
  });

  test("nobody matches: nothing is given", async () => {
    expect(await run("salt.execute", "none", "test.ping")).toEqual({});
  });
});

test("event.send fires exactly what it is given", async () => {
  expect(await run("event.send", "my/tag", { a: 1 })).toBe(true);
  expect(await run("event.send", "my/tag")).toBe(true);
  expect(fired).toEqual([
    ["my/tag", { a: 1 }],
    ["my/tag", {}],
  ]);
  await expect(run("event.send", "t", { a: "x".repeat(200) })).rejects.toThrow("more than `max_event_size` (100)");
  await expect(run("event.send", "t", [1])).rejects.toThrow("'data' has to be a dictionary");
  await expect(run("event.send", "")).rejects.toThrow("'tag'");
});

test("config.get finds options, and what stands below them", async () => {
  expect(await run("config.get", "timeout")).toBe(5);
  expect(await run("config.get", "file_roots:base")).toEqual(["/srv/salt"]);
  expect(await run("config.get", "file_roots,base,0", named({ delimiter: "," }))).toBe("/srv/salt");
  expect(await run("config.get", "nope")).toBe("");
  expect(await run("config.get", "nope", 7)).toBe(7);
  expect(await run("test.get_opts")).toMatchObject({ timeout: 5 });
});

describe("saltutil.sync_*", () => {
  test("have stock's shape, with nothing in it", async () => {
    expect(await run("saltutil.sync_modules")).toEqual([]);
    const all = (await run("saltutil.sync_all")) as object;
    expect(Object.keys(all).join(" ")).toBe(
      "clouds modules states grains renderers returners output proxymodules runners wheel engines thorium queues " +
        "pillar utils sdb cache fileserver tops tokens serializers executors roster",
    );
    expect(new Set(Object.values(all).map(String))).toEqual(new Set([""]));
    expect([warned, progress]).toEqual([[], []]);
  });

  test("say which modules of a master lie there and are not loaded", async () => {
    served = ["_modules/mine.py", "_runners/own.py", "_runners/readme.txt", "top.sls"];
    await run("saltutil.sync_all", "base");
    const text = "custom modules are Python, and are not loaded by this master: _runners/own.py";
    expect([warned, progress]).toEqual([[text], [{ message: text }]]);
  });
});

describe("test.*", () => {
  test("arguments come back as they came", async () => {
    expect(await run("test.arg", "a", 1, named({ k: [2], __hidden: 3 }))).toEqual({
      args: ["a", 1],
      kwargs: { k: [2] },
    });
    expect(await run("test.raw_arg", named({ __hidden: 3 }))).toEqual({ args: [], kwargs: { __hidden: 3 } });
  });

  test("names that stand for nothing, and bar", async () => {
    expect(await run("test.metasyntactic", "uk")).toEqual(["wibble", "wobble", "wubble", "flob"]);
    expect(await run("test.metasyntactic")).toHaveLength(14);
    expect(await run("test.metasyntactic", "de")).toBeNull();
    expect(await run("test.stdout_print")).toBe("bar");
  });

  test("test.sleep and test.stream take their time by the master's clock", async () => {
    const slept = run("test.sleep", 5);
    await clock.advance(5000);
    expect(await slept).toBe(true);
    const streamed = run("test.stream");
    await clock.advance(10_000);
    expect(await streamed).toBe(true);
    expect(progress).toHaveLength(99);
    expect(progress[98]).toEqual({ message: "Runner is 99% done" });
    await expect(run("test.sleep", 1e9)).rejects.toThrow("'s_time': expected seconds up to 86400");
  });
});

test("git_pillar.update says by remote whether there is something new", async () => {
  expect(await run("git_pillar.update")).toEqual({ "main https://git.local/p": true });
  expect(await run("git_pillar.update", named({ repo: "git.local" }))).toEqual({ "main https://git.local/p": true });
  await expect(run("git_pillar.update", "dev")).rejects.toThrow("no git remote is named dev");
});

describe("network.*", () => {
  let listener: Socket;
  let heard: string[];
  let to: object;

  beforeAll(async () => {
    listener = createSocket("udp4");
    listener.on("message", (packet) => heard.push(packet.subarray(6, 12).toString("hex")));
    await new Promise<void>((resolve) => listener.bind(0, "127.0.0.1", resolve));
    to = { bcast: "127.0.0.1", destport: listener.address().port };
  });
  beforeEach(() => {
    heard = [];
  });
  afterAll(() => listener.close());

  const hears = async (...macs: string[]) => {
    await expect.poll(() => heard, { timeout: 2000 }).toEqual(macs);
  };

  test("wol wakes one", async () => {
    expect(await run("network.wol", "08-00-27-13-69-77", named(to))).toBe(true);
    await hears("080027136977");
  });

  test("wollist wakes those in a file, and tells nothing of other files", async () => {
    const file = join(temporaryDirectory(), "macs");
    writeFileSync(file, "080027136977\n\n08:00:27:13:69:78\n");
    expect(await run("network.wollist", file, named(to))).toEqual(["080027136977", "08:00:27:13:69:78"]);
    await hears("080027136977", "080027136978");
    const refused = run("network.wollist", "/etc/passwd", named(to));
    await expect(refused).rejects.toThrow("that is no list of hardware addresses");
    await expect(run("network.wollist", "/nowhere", named(to))).rejects.toThrow("there is no such small file");
  });

  test("wolmatch wakes minions by their grains, not by lo", async () => {
    expect(await run("network.wolmatch", "*", named(to))).toEqual(["08:00:27:13:69:77"]);
    await hears("080027136977");
  });

  test.each<[string, object]>([
    ["'bcast'", { bcast: "localhost" }],
    ["'destport'", { destport: 70_000 }],
  ])("%s has to be one", async (message, keywords) => {
    await expect(run("network.wol", "080027136977", named(keywords))).rejects.toThrow(message);
  });
});

describe("http.query", () => {
  let server: Server;
  let base: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        const { method, url, headers } = request;
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ method, url, headers, body }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const asked = async (url: string, keywords: object = {}) =>
    ((await run("http.query", url, named({ ...keywords, decode: true }))) as { dict: object }).dict;

  test("address, parameters and headers are sent as they are given", async () => {
    const keywords = { params: { q: "a b" }, header_dict: { "X-One": 1 }, header_list: ["X-Two: a:b"], agent: "me" };
    expect(await asked(`${base}/x?y=1`, keywords)).toMatchObject({
      method: "GET",
      url: "/x?y=1&q=a+b",
      headers: { "x-one": "1", "x-two": "a:b", "user-agent": "me" },
    });
  });

  test("a login becomes a header, also out of the address", async () => {
    const authorization = `Basic ${Buffer.from("me:se:cret").toString("base64")}`;
    expect(await asked(base, { username: "me", password: "se:cret" })).toMatchObject({ headers: { authorization } });
    expect(await asked(base.replace("//", "//me:se%3Acret@"))).toMatchObject({ headers: { authorization } });
    expect(await asked(base, { auth: ["me", "se:cret"] })).toMatchObject({ headers: { authorization } });
  });

  test("a body is text, or a form; a POST says that it is one", async () => {
    expect(await asked(base, { method: "POST", data: { a: 1, b: "x y" } })).toMatchObject({
      body: "a=1&b=x+y",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    const json = { method: "put", data: "{}", header_dict: { "Content-Type": "application/json" } };
    expect(await asked(base, json)).toMatchObject({
      method: "PUT",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    expect(await asked(base, { method: "PUT", data: "x" })).not.toHaveProperty("headers.content-type");
  });

  test("what stock takes besides changes nothing, where it is empty or chooses a library", async () => {
    expect(await asked(base, { backend: "requests", opts: {}, cookies: null, text_out: "" })).toMatchObject({
      url: "/",
    });
  });

  test("with test=True nobody is asked", async () => {
    expect(await run("http.query", "http://127.0.0.1:1/", named({ test: true }))).toEqual({});
    expect(await run("http.query", "x", named({ test: true, test_url: base, status: true }))).toMatchObject({
      test: true,
      status: 200,
    });
  });

  test.each<[string, object, string]>([
    ["file:///etc/passwd", {}, "'url': expected an address with http:// or https://"],
    ["not an address", {}, "'url'"],
    ["http://x/", { verify_ssl: false }, "'verify_ssl': certificates are always checked"],
    ["http://x/", { text_out: "/etc/cron.d/x" }, "'text_out': files of the master are not written"],
    ["http://x/", { data_file: "/etc/shadow" }, "'data_file': files of the master are not sent"],
    ["http://x/", { methode: "POST" }, "unexpected keyword argument 'methode'"],
    ["http://x/", { header_dict: { "a\nb": "c" } }, "that cannot be a header"],
    ["http://x/", { header_list: ["A: b\r\nC: d\0"] }, "that cannot be a header"],
    ["http://x/", { timeout: 1e9 }, "'timeout': expected seconds up to 3600"],
  ])("%s %j is refused", async (url, keywords, message) => {
    await expect(run("http.query", url, named(keywords))).rejects.toThrow(message);
  });
});

test("with test=True nothing is done", async () => {
  isTest = true;
  for (const [fun, ...arg] of [
    ["event.send", "t"],
    ["salt.execute", "*", "test.ping"],
    ["salt.cmd", "test.ping"],
    ["network.wol", "080027136977"],
  ] as const) {
    expect(await run(fun, ...arg)).toBeNull();
  }
  expect([fired, published, ranOnMaster]).toEqual([[], [], []]);
});

test("what is left out has a reason, by function or by module, and is not also there", () => {
  expect(whyLeftOut("cloud.query")).toContain("salt-cloud");
  expect(whyLeftOut("http.update_ca_bundle")).toContain("certificates");
  expect(whyLeftOut("http.query")).toBeNull();
  const modules = new Set([...runners.keys()].map((name) => name.split(".")[0]));
  for (const name of modulesLeftOut.keys()) {
    expect([name, runners.has(name) || modules.has(name)]).toEqual([name, false]);
  }
});
