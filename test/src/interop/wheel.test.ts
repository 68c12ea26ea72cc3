import { createHash, generateKeyPairSync } from "node:crypto";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { LocalCaller, runCommand, until } from "@salina/lab";
import { decode, encode, toJson, toValue, type Value } from "@salina/wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { httpCalls, type WheelCall, wheelCalls } from "../wheel/calls.js";
import { checkout } from "./releases.js";
import { TestBench } from "./test-bench.js";

/** Wheel functions, and runners for the master itself: against stock's clients on copies of the same directories, then with a real minion. */
let bench: TestBench;
let caller: LocalCaller;
let server: Server;
let base: string;

const stockPath = (name: string) => join(bench.directory, "stock", name);

beforeAll(async () => {
  bench = await TestBench.make();
  await files("own");
  await bench.startMaster({ extraConfig: optionsFor("own") });
  // The keys that stock's clients find are those that our master finds.
  const { pkiDir } = bench.master;
  await keysIn(pkiDir);
  await files("stock");
  await cp(pkiDir, stockPath("pki"), { recursive: true });
  caller = await LocalCaller.connect(bench.master.socketPath);
  server = webServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  caller.close();
  await bench.end();
});

function optionsFor(name: "own" | "stock") {
  const at = (path: string) => join(bench.directory, name, path);
  return {
    file_roots: { base: [at("states"), at("more")], dev: [at("dev")] },
    pillar_roots: { base: [at("pillar")], dev: [at("devpillar")] },
    saltgui_templates: { t: { command: "test.ping", password: "asked for" } },
    saltgui_motd_txt: "hello",
    sharedsecret: "canary-of-the-config",
    "mysql.pass": "canary-of-the-config",
    ext_pillar: [{ cmd_yaml: "true" }, { vault: { token: "canary-of-the-config" } }],
    gitfs_password: "canary-of-the-config",
  };
}

async function files(name: string): Promise<void> {
  const put = async (path: string, data: string | Uint8Array) => {
    const file = join(bench.directory, name, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, data);
  };
  for (const root of ["states", "pillar"]) {
    await put(`${root}/top.sls`, "base: {}\n");
    await put(`${root}/web/init.sls`, "größe: 1\n");
    await put(`${root}/web/logo`, new Uint8Array([0x89, 0x50, 0, 1]));
    await symlink("web", join(bench.directory, name, root, "www"));
  }
  await put("more/top.sls", "base: {}\n");
  await put("outside/secret", "hunter2");
  for (const directory of ["dev", "devpillar", "run", "cache"]) {
    await mkdir(join(bench.directory, name, directory), { recursive: true });
  }
}

async function keysIn(pki: string): Promise<void> {
  const key = () =>
    generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ type: "spki", format: "pem" }).toString();
  const [one, two] = [key(), key()];
  for (const [folder, id, pem] of [
    ["minions", "old", one],
    ["minions_pre", "web1", one],
    ["minions_pre", "web2", two],
    ["minions_pre", "db 1", two],
    ["minions_pre", "broken", "this is no key\n"],
    ["minions_rejected", "bad", two],
    ["minions_rejected", "worse", one],
    ["minions_denied", "old", two],
  ] as const) {
    await writeFile(join(pki, folder, id), pem);
  }
}

function webServer(): Server {
  return createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      const { pathname } = new URL(request.url ?? "/", "http://x");
      // The header with which tornado asks for packed bodies, and its own name, differ.
      const { host, "user-agent": _agent, connection, accept, "accept-encoding": _e, ...headers } = request.headers;
      const { "accept-language": _l, "sec-fetch-mode": _m, "content-length": _c, ...sent } = headers;
      const echo = { method: request.method, url: request.url, body, headers: sent, host: typeof host, connection: 0 };
      if (pathname === "/text") response.setHeader("content-type", "text/plain").end("größe");
      else if (pathname === "/json") response.setHeader("content-type", "application/json").end('{"a": [1, 2.5]}');
      else if (pathname === "/away") response.writeHead(302, { location: "/text" }).end();
      else if (pathname === "/echo") response.setHeader("content-type", "text/plain").end(JSON.stringify(echo));
      else response.writeHead(404).end(`nothing ${typeof accept}`.slice(0, 7));
    });
  });
}

async function stockAnswers(calls: readonly WheelCall[]): Promise<unknown[]> {
  const config = {
    ...optionsFor("stock"),
    pki_dir: stockPath("pki"),
    root_dir: stockPath(""),
    sock_dir: stockPath("run"),
    cachedir: stockPath("cache"),
    user: userInfo().username,
  };
  const path = stockPath("master");
  await writeFile(path, JSON.stringify(config));
  const python = join(bench.bin("3006.30"), "python");
  const program = await readFile(join(checkout, "test/src/wheel/stock-wheel.py"), "utf8");
  const env = { ...process.env, PYTHONUTF8: "1", PYTHONWARNINGS: "ignore" };
  const ran = await runCommand(python, ["-c", program], { input: JSON.stringify({ config: path, calls }), env });
  if (ran.code !== 0) throw new Error(ran.stderr);
  return JSON.parse(ran.stdout) as unknown[];
}

const unpacked = (packed: Uint8Array): Value => {
  const read = decode(packed, { duplicateKeys: "last" });
  if (!read.ok) throw new Error(read.fault.text);
  return read.value;
};

async function ownAnswer({ client, fun, arg, kwarg }: WheelCall): Promise<unknown> {
  const keywords = Object.keys(kwarg).length === 0 ? [] : [{ __kwarg__: true, ...kwarg }];
  const params = { fun, arg: encode([...arg, ...keywords].map(toValue)), user: "root" };
  if (client !== "wheel") return toJson(unpacked(await caller.ask("runners.run", params)));
  const data = toJson(unpacked((await caller.ask("wheel.run", params)).data));
  return (data as Record<string, unknown>)["return"];
}

async function ownAnswers(calls: readonly WheelCall[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const call of calls) answers.push(await ownAnswer(call));
  return answers;
}

/** Differences that are meant, with what ours gives instead; everything else is the same. */
const deliberate = new Map<string, { readonly why: string; readonly own: unknown }>([
  [
    'key.finger ["broken"] {}',
    {
      why: "what is no key has the fingerprint of nothing, as in every release before 3006.30",
      own: {
        minions_pre: {
          broken: createHash("sha256")
            .digest("hex")
            .replace(/..(?=.)/g, "$&:"),
        },
      },
    },
  ],
  [
    'key.accept_dict [{"minions_pre":["web2","nobody"],"minions_rejected":["worse"]}] {}',
    {
      why: "stock ends with a traceback at an id that has no key, when some were accepted already",
      own: { minions: ["web2"], minions_rejected: ["worse"] },
    },
  ],
  [
    'pillar_roots.write ["a: 1","../x.sls"] {}',
    { why: "the path is named here as in file_roots.write", own: "Invalid path: ../x.sls" },
  ],
]);

function compare(calls: readonly WheelCall[], own: unknown[], stock: unknown[]): void {
  const same = (answers: unknown[], name: string) =>
    (JSON.parse(JSON.stringify(answers).replaceAll(join(bench.directory, name), "TOP")) as unknown[]).map(
      (answer, at) => ({
        call: `${calls[at]?.fun} ${JSON.stringify(calls[at]?.arg)} ${JSON.stringify(calls[at]?.kwarg)}`.replaceAll(
          base,
          "BASE",
        ),
        answer,
      }),
    );
  const expected = same(stock, "stock").map(({ call, answer }) => {
    const meant = deliberate.get(call);
    if (meant) expect(answer, `${call} differs no more: ${meant.why}`).not.toEqual(meant.own);
    return { call, answer: meant ? meant.own : answer };
  });
  expect(same(own, "own")).toEqual(expected);
}

test("each call gives what stock's clients give, on keys and files that change alike", async () => {
  const [stock, own] = [await stockAnswers(wheelCalls), await ownAnswers(wheelCalls)];
  compare(wheelCalls, own, stock);
}, 90_000);

/** What SaltGUI reads. */
const read = ["id", "nodegroups", "order_masters", "syndic_master", "reactor", "state_output", "state_verbose"].concat([
  "saltgui_templates",
  "saltgui_motd_txt",
  "file_roots",
]);

test("config.values has what front-ends read, as in stock, and no secret", async () => {
  const call: WheelCall = { client: "wheel", fun: "config.values", arg: [], kwarg: {} };
  const [stock] = (await stockAnswers([call])) as Record<string, unknown>[];
  const own = (await ownAnswer(call)) as Record<string, unknown>;
  const shown = (all: Record<string, unknown> = {}) => read.map((name) => [name, all[name]]);
  compare([call], [shown(own)], [shown(stock)]);
  expect(own).not.toHaveProperty("key_pass");
  expect(JSON.stringify(own)).not.toContain("canary-of-the-config");
}, 60_000);

test("http.query gives what stock's gives", async () => {
  const calls = httpCalls(base);
  compare(calls, await ownAnswers(calls), await stockAnswers(calls));
}, 60_000);

test("a minion is let in, called and shut out", async () => {
  const wheel = (fun: string, ...arg: unknown[]) => ownAnswer({ client: "wheel", fun, arg, kwarg: {} });
  const minion = await bench.startMinion("live");
  await until(async () => JSON.stringify(await wheel("key.list", "pre")).includes('"live"'), {
    timeoutMs: 60_000,
    about: "the key of live",
  });
  const shown = await runCommand(join(bench.bin(), "salt-call"), [
    ...["-c", join(bench.minionRoot("live"), "etc"), "--local", "--out=json", "key.finger"],
  ]);
  expect(await wheel("key.finger", "live")).toEqual({
    minions_pre: { live: (JSON.parse(shown.stdout) as { local: string }).local },
  });
  expect(await wheel("key.accept", "live")).toEqual({ minions: ["live"] });
  await bench.isReady(minion);
  expect(await wheel("minions.connected")).toEqual(["live"]);
  const executed = await ownAnswer({
    client: "runner",
    fun: "salt.execute",
    arg: ["live", "test.arg", ["a"]],
    kwarg: { kwarg: { k: 1 } },
  });
  expect(executed).toMatchObject({ live: { args: ["a"], kwargs: { k: 1 } } });
  expect(await wheel("key.delete", "live")).toEqual({});
  const values = (await wheel("config.values")) as Record<string, unknown>;
  expect(values).toMatchObject({ saltgui_templates: { t: { command: "test.ping", password: "asked for" } } });
  const { stdout } = await bench.master.saltRun(["--out=json", "salt.cmd", "cmd.run", "echo on the master"]);
  expect(JSON.parse(stdout)).toBe("on the master");
}, 120_000);
