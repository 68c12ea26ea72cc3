import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { until } from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestBench } from "./test-bench.js";

/** The master's schedule with a stock minion, and a webhook that hears of failures. */
let bench: TestBench;
let hook: Server;
const heard: Record<string, unknown>[] = [];

beforeAll(async () => {
  hook = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      heard.push(JSON.parse(body) as Record<string, unknown>);
      response.end();
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, "127.0.0.1", resolve));
  bench = await TestBench.make();
  const daily = { cron: "0 3 * * *" };
  await bench.startMaster({
    extraConfig: {
      auto_accept: true,
      timeout: 2,
      gather_job_timeout: 2,
      schedule: {
        hello: { function: "test.arg", args: ["a"], kwargs: { k: 1 }, target: "*", ...daily },
        broken: { function: "cmd.retcode", args: ["exit 3"], target: "web1", ...daily },
        unreadable: { function: "test.ping", cron: "never" },
      },
    },
    own: { schedule_alerts: { ops: { webhook: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/` } } },
  });
  await bench.isReady(await bench.startMinion("web1"));
});

afterAll(async () => {
  await bench.end();
  hook.close();
});

async function saltRun(...words: string[]): Promise<unknown> {
  const { stdout, stderr } = await bench.master.saltRun(["--out=json", ...words]);
  if (stderr !== "") throw new Error(stderr);
  // Of an empty list nothing is printed.
  return stdout === "" ? [] : JSON.parse(stdout);
}

async function ended(name: string): Promise<Record<string, unknown>> {
  const last = async () => ((await saltRun("schedule.history", name)) as Record<string, unknown>[])[0];
  return await until(
    async () => {
      const run = await last();
      return run !== undefined && run["outcome"] !== "running" ? run : undefined;
    },
    { timeoutMs: 30_000, about: `end of a run of ${name}`, everyMs: 200 },
  );
}

test("a job that cannot be read does not keep the others from running; minions answer to the user Schedule", async () => {
  const { jobs } = (await saltRun("schedule.list")) as { jobs: object };
  expect(Object.keys(jobs)).toEqual(["broken", "hello"]);
  await saltRun("schedule.run_job", "hello");

  const run = await ended("hello");
  expect(run).toMatchObject({ outcome: "succeeded", cause: "asked", jid: expect.stringMatching(/^\d{20}$/) });
  const job = (await saltRun("jobs.list_job", String(run["jid"]))) as Record<string, unknown>;
  expect(job).toMatchObject({ User: "Schedule", Function: "test.arg", Result: { web1: { return: { args: ["a"] } } } });
});

test("a failure on a minion reaches the webhook, with the minion's name", async () => {
  await saltRun("schedule.run_job", "broken");
  expect(await ended("broken")).toMatchObject({ outcome: "failed", minions: ["web1"] });
  await until(() => heard.length > 0, { timeoutMs: 30_000, about: "alert" });
  expect(heard).toMatchObject([{ schedule: "broken", outcome: "failed", minions: ["web1"], function: "cmd.retcode" }]);
});

test("a job that is added runs by itself, as a job of the master, and stays over a restart", async () => {
  await saltRun("schedule.add", "often", "function=queue.insert", "args=[backups, a]", "seconds=1");
  const run = await ended("often");
  expect(run).toMatchObject({ outcome: "succeeded", cause: "due" });
  expect(await saltRun("jobs.list_job", String(run["jid"]))).toMatchObject({
    Function: "runner.queue.insert",
    User: "Schedule",
  });
  await saltRun("schedule.disable", "often");

  const { publishPort, requestPort } = bench.master;
  await bench.master.stop();
  await bench.startMaster({ extraConfig: { auto_accept: true }, publishPort, requestPort });
  expect(await saltRun("schedule.show", "often")).toMatchObject({
    settings: { function: "queue.insert", args: ["backups", "a"], seconds: 1 },
    enabled: false,
    last: { outcome: "succeeded" },
  });
});
