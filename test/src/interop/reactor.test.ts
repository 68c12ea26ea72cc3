import { createHmac } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { freePorts, until } from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EventLog } from "./event-log.js";
import { TestBench } from "./test-bench.js";

/** Reactions of a real master to events of a real minion and of webhooks. */
let bench: TestBench;
let rest: string;
const token = "t".repeat(40);
const secret = "s".repeat(40);

const jobReaction = `
{% if data['data']['kind'] == 'deploy' %}
deploy:
  local.test.arg:
    - tgt: {{ data['id'] }}
    - args:
        tag: {{ tag }}
        version: {{ data['data']['version'] | yaml_dquote }}
        known: {{ salt['saltutil.runner']('manage.present') | tojson }}
{% endif %}
`;
const queueReaction =
  "note:\n  runner.queue.insert:\n    - args:\n      - queue: hooks\n      - items: ['{{ data.post.build }}']\n";

beforeAll(async () => {
  bench = await TestBench.make();
  const put = async (path: string, text: string) => {
    await mkdir(dirname(join(bench.directory, path)), { recursive: true });
    await writeFile(join(bench.directory, path), text);
  };
  await put("states/reactor/deploy.sls", jobReaction);
  await put("reactor/build-1.sls", queueReaction);
  await put("reactor/broken.sls", "a: {{ nothing_here.x }}\n");
  await put("reactor/loop.sls", "again:\n  local.event.send:\n    - tgt: web1\n    - args: {tag: loop/again}\n");
  const [port = 0] = await freePorts(1);
  rest = `http://127.0.0.1:${port}`;
  await bench.startMaster({
    extraConfig: {
      auto_accept: true,
      file_roots: { base: [join(bench.directory, "states")] },
      reactor: [
        { "deploy/*": "salt://reactor/deploy.sls" },
        { "salt/netapi/hook/build": [join(bench.directory, "reactor/build-*.sls")] },
        { "broken/*": [join(bench.directory, "reactor/broken.sls"), "salt://reactor/deploy.sls"] },
      ],
    },
    own: {
      reactor_max_per_minute: 5,
      rest: { port, tokens: [{ name: "ci", token }], hooks: [{ path: "build", secret }] },
    },
  });
  const web1 = await bench.startMinion("web1");
  await bench.isReady(web1);
}, 120_000);

afterAll(() => bench.end());

async function saltRun(...words: string[]): Promise<unknown> {
  const { stdout, stderr } = await bench.master.saltRun(["--out=json", ...words]);
  if (stderr !== "") throw new Error(stderr);
  return stdout === "" ? null : JSON.parse(stdout);
}

const jobs = async (fun: string) =>
  Object.entries(
    ((await saltRun("jobs.list_jobs", `search_function=${fun}`)) ?? {}) as Record<string, { User: string }>,
  );

const fire = (tag: string, version: string) =>
  bench.master.salt(["web1", "event.send", tag, `{"kind": "deploy", "version": "${version}"}`]);

const hook = (build: string) => {
  const body = JSON.stringify({ build });
  const at = String(Math.floor(Date.now() / 1000));
  const signature = createHmac("sha256", secret).update(`${at}.build.${body}`).digest("hex");
  return fetch(`${rest}/v1/hooks/build`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-salina-timestamp": at,
      "x-salina-signature": `sha256=${signature}`,
    },
  });
};

test("an event of a minion makes a job, which is in the history with its result", async () => {
  await fire("deploy/web", "1.0: {{ 7 * 7 }}");
  await until(async () => (await jobs("test.arg")).length === 1, {
    timeoutMs: 15_000,
    about: "the job of the reaction",
  });
  const [[jid, about] = ["", { User: "" }]] = await jobs("test.arg");
  expect(about.User).toBe("Reactor");
  const result = async () => ((await saltRun("jobs.lookup_jid", jid)) as { web1?: { kwargs: object } }).web1;
  await until(async () => (await result()) !== undefined, { timeoutMs: 15_000, about: "its return" });
  expect((await result())?.kwargs).toMatchObject({ tag: "deploy/web", version: "1.0: {{ 7 * 7 }}", known: ["web1"] });
});

test("a file that fails is told, and the others of the same event are done", async () => {
  const log = await EventLog.open(bench.master.socketPath);
  await fire("broken/web", "2");
  const error = await log.until(({ tag }) => tag === "salina/reactor/error");
  log.close();
  expect(error.data).toMatchObject({ tag: "broken/web", user: "Reactor" });
  expect(String(error.data["reason"])).toContain("broken.sls:1: ");
  await until(async () => (await jobs("test.arg")).length === 2, { timeoutMs: 15_000, about: "the second job" });
});

test("a signed webhook runs a runner; an unsigned one is refused", async () => {
  expect((await hook("b-1")).status).toBe(202);
  const listed = () => saltRun("queue.list_items", "hooks");
  await until(async () => JSON.stringify(await listed()).includes("b-1"), { timeoutMs: 15_000, about: "the item" });
  expect((await fetch(`${rest}/v1/hooks/build`, { method: "POST", body: "{}" })).status).toBe(401);
});

test("reactions that cause each other through a minion are noticed and end; nothing is done about their own returns", async () => {
  const log = await EventLog.open(bench.master.socketPath);
  const file = join(bench.directory, "reactor/loop.sls");
  for (const tag of ["loop/*", "salt/job/*/ret/web1"]) {
    expect(await saltRun("reactor.add", tag, file)).toEqual({ status: true, comment: "Reactor added." });
  }
  await bench.master.salt(["web1", "event.send", "loop/first"]);
  const held = await log.until(({ tag }) => tag === "salina/reactor/held", 0, 30_000);
  log.close();
  expect(held.data).toMatchObject({ tag: "loop/again", sls: file });
  // One for the return of the command itself, five for the events.
  expect(await jobs("event.send")).toHaveLength(3 + 6);
  for (const tag of ["loop/*", "salt/job/*/ret/web1"]) {
    expect(await saltRun("reactor.delete", tag)).toEqual({ status: true, comment: "Reactor deleted." });
  }
});

test("after a start of the master it reacts as the config says, and what was added is gone", async () => {
  await saltRun("reactor.add", "extra", "/nowhere.sls");
  expect(await saltRun("reactor.list")).toHaveLength(4);
  await bench.master.end("SIGTERM");
  await bench.master.startAgain();
  expect(await saltRun("reactor.list")).toHaveLength(3);
  expect((await hook("b-2")).status).toBe(202);
  const listed = async () => JSON.stringify(await saltRun("queue.list_items", "hooks"));
  await until(async () => (await listed()).includes("b-2"), { timeoutMs: 15_000, about: "the item" });
});
