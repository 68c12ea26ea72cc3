import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { freePorts, until } from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EventLog } from "./event-log.js";
import { everyFile, found, type Places } from "./secret-search.js";
import { TestBench } from "./test-bench.js";

/**
 * Secrets go every way through a master that there is: pillar, state runs, jobs, an orchestration with a pillar of its
 * own, runners, the schedule, the reactor, a kill and a start. Afterwards they are looked for wherever the master keeps
 * or tells something.
 */
let bench: TestBench;
let rest: string;
const token = "a-token-of-32-characters-or-more!";
const ofPillar = "CanaryOfPillar7Xq29Zt";
const ofCall = "CanaryOfCall4Rk81Wm";
const ofOrchestration = "CanaryOfRun9Bv53Lp";
const ofFunction = "CanaryOfFunction2Hn67";
const ofSwarm = "SWMTKN-1-3pu6hszjas19xyp7ghgosyx9k8atbfcr8p2is99znpy26u2lkl-1awxwuwd3z9j1z3puu7rcgdbx";
const secrets = [ofPillar, ofCall, ofOrchestration, ofFunction, ofSwarm];

beforeAll(async () => {
  bench = await TestBench.make();
  const tree = join(bench.directory, "tree");
  const put = async (path: string, text: string) => {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), text);
  };
  await put("pillar/top.sls", "base:\n  '*': [db]\n");
  await put("pillar/db.sls", `db:\n  users:\n    web: {password: ${ofPillar}}\n`);
  await put(
    "states/web.sls",
    [
      "/tmp/salina-canary-{{ grains['id'] }}:",
      "  test.configurable_test_state:",
      "    - changes: True",
      "    - result: True",
      "    - comment: the password is {{ pillar['db']['users']['web']['password'] }} and {{ pillar.get('app_password') }}",
      "",
    ].join("\n"),
  );
  await put(
    "states/orch/rollout.sls",
    [
      "say:",
      "  salt.function:",
      "    - name: test.echo",
      "    - tgt: web1",
      "    - arg: ['{{ pillar['app_password'] }}']",
      "hash:",
      "  salt.function:",
      "    - name: shadow.gen_password",
      "    - tgt: web1",
      `    - arg: ['${ofFunction}']`,
      "web:",
      "  salt.state:",
      "    - tgt: web1",
      "    - sls: web",
      "",
    ].join("\n"),
  );
  await put(
    "states/react.sls",
    "echo:\n  local.test.arg:\n    - tgt: web1\n    - args: ['{{ data['data']['token'] }}']\n",
  );
  const [port = 0] = await freePorts(1);
  rest = `http://127.0.0.1:${port}`;
  await bench.startMaster({
    extraConfig: {
      auto_accept: true,
      timeout: 5,
      log_level: "trace",
      file_roots: { base: [join(tree, "states")] },
      pillar_roots: { base: [join(tree, "pillar")] },
      reactor: [{ "canary/*": "salt://react.sls" }],
    },
    own: { rest: { port, tokens: [{ name: "ci", token }] } },
  });
  await bench.isReady(await bench.startMinion("web1", { release: "3006.30" }));
}, 180_000);

afterAll(() => bench.end());

const salt = (...words: string[]) => bench.master.salt(["--out=json", "--static", "web1", ...words]);
const saltRun = (...words: string[]) => bench.master.saltRun(["--out=json", ...words]);

async function answer(path: string): Promise<string> {
  const response = await fetch(`${rest}${path}`, { headers: { authorization: `Bearer ${token}` } });
  expect(response.status).toBe(200);
  return await response.text();
}

/** Every answer that REST gives to questions, and every runner that shows what is kept. */
async function everythingTold(): Promise<Places> {
  const places: Places = {};
  const lists = ["jobs?limit=500", "jobs/export", "runs", "schedules", "minions", "keys", "status", "openapi.json"];
  for (const path of lists) places[`GET /v1/${path}`] = await answer(`/v1/${path}`);
  const ids = (path: string, key: string) =>
    (JSON.parse(String(places[`GET /v1/${path}`])) as { items: Record<string, string>[] }).items.map((one) => one[key]);
  for (const jid of ids("jobs?limit=500", "jid")) {
    for (const path of [`/v1/jobs/${jid}`, `/v1/jobs/${jid}/returns`]) places[path] = await answer(path);
    for (const fun of ["jobs.lookup_jid", "jobs.print_job"])
      places[`${fun} ${jid}`] = (await saltRun(fun, jid ?? "")).stdout;
  }
  for (const jid of ids("runs", "jid")) {
    places[`/v1/runs/${jid}`] = await answer(`/v1/runs/${jid}`);
    places[`orchestration.show ${jid}`] = (await saltRun("orchestration.show", jid ?? "")).stdout;
  }
  for (const name of ids("schedules", "name")) places[`/v1/schedules/${name}`] = await answer(`/v1/schedules/${name}`);
  for (const words of [
    ["jobs.list_jobs"],
    ["jobs.export"],
    ["schedule.list"],
    ["orchestration.list"],
    ["jobs.last_run"],
  ])
    places[words.join(" ")] = (await saltRun(...words)).stdout;
  return places;
}

test("no secret that has passed through a master is in a file, log, event or answer of it", async () => {
  const told: string[] = [];
  const listen = async () => {
    const events = await EventLog.open(bench.master.socketPath);
    events.until((event) => told.push(JSON.stringify(event)) < 0).catch(() => undefined);
    return events;
  };
  const first = await listen();

  // Who asks is shown what there is.
  expect((await salt("pillar.get", "db:users:web:password")).stdout).toContain(ofPillar);
  expect((await salt("state.apply", "web", `pillar={"app_password": "${ofCall}"}`)).stdout).toContain(ofCall);
  await salt("test.echo", `a ${ofPillar} b`);
  await salt("shadow.gen_password", ofFunction, "crypt_salt=saltsalt");
  await salt("cmd.run", `echo docker swarm join --token ${ofSwarm} node1:2377`);
  await salt("event.send", "canary/token", `{"token": "${ofSwarm}"}`);
  await first.until(({ tag, data }) => /^salt\/job\/\d+\/ret\/web1$/.test(tag) && data["fun"] === "test.arg");
  await saltRun("pillar.show_pillar", "web1");
  await saltRun("state.orchestrate", "orch.rollout", `pillar={"app_password": "${ofOrchestration}"}`);
  const started = await fetch(`${rest}/v1/runs`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ sls: ["orch.rollout"], pillar: { app_password: ofOrchestration } }),
  });
  const { jid } = (await started.json()) as { jid: string };
  // The stream is over when the run is.
  const followed = await answer(`/v1/runs/${jid}/events`);
  expect(followed).toMatch(/event: end\ndata: .*"state":"succeeded"/);
  expect(followed).toMatch(/event: step\ndata: .*"id":"web","function":"salt.state"/);
  await saltRun(
    "schedule.add",
    "nightly",
    "function=shadow.set_password",
    `args=["root", "${ofFunction}"]`,
    "target=web1",
    "cron=0 3 * * *",
  );
  await saltRun("schedule.add", "hello", "function=test.echo", `args=["${ofPillar}"]`, "target=web1", "cron=0 3 * * *");
  await saltRun("schedule.run_job", "hello");
  await first.until(({ tag, data }) => /^salt\/job\/\d+\/ret\/web1$/.test(tag) && data["fun"] === "test.echo", 0);
  first.close();

  // A new life: nobody has asked for a pillar yet.
  await bench.master.restart("SIGKILL");
  const second = await listen();
  await until(async () => (await bench.ping("web1")).length === 1, { timeoutMs: 60_000, about: "web1", everyMs: 500 });
  await salt("test.echo", `again ${ofPillar}`);
  await salt("test.echo", "harmless");

  const places: Places = {
    ...(await everyFile(bench.masterRoot)),
    ...(await everythingTold()),
    told: told.join("\n"),
    followed,
    log: bench.master.log(),
  };
  second.close();
  expect(found(secrets, places)).toEqual([]);
  // They would be found: what is no secret is.
  for (const place of ["told", "GET /v1/jobs/export", "jobs.export"])
    expect(String(places[place])).toContain("harmless");
  expect(found(["harmless"], places).some((one) => one.includes("salina.db"))).toBe(true);
  expect(String(places["GET /v1/schedules"])).toContain("**redacted**");
  expect(Object.keys(places).filter((place) => place.startsWith("/v1/runs/"))).toHaveLength(2);
}, 240_000);
