import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { until } from "../until.js";
import { LogText } from "./log-text.js";
import { ProcessFamily } from "./process-family.js";

function start(script: string) {
  const log = new LogText();
  const family = new ProcessFamily({
    command: "/bin/sh",
    args: ["-c", script],
    onOutput: (chunk) => log.append(chunk),
    onEnd: (how) => log.close(how),
  });
  onTestFinished(() => family.kill());
  return { log, family };
}

/** A zombie is dead, only not yet counted. */
function isAlive(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, "utf8"));
}
const isGone = (pid: number) => until(() => !isAlive(pid), { timeoutMs: 5_000, about: `the end of ${pid}` });

test("stopping ends the process by SIGTERM first", async () => {
  const { log, family } = start("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done");
  await log.waitFor(/up/, 5_000);

  await family.stop();

  expect(family.isRunning).toBe(false);
  expect(log.text).toContain("bye");
});

test("a process that ignores SIGTERM is killed when the grace is over", async () => {
  const { log, family } = start("trap '' TERM; echo up; while :; do sleep 0.05; done");
  await log.waitFor(/up/, 5_000);

  await family.stop(50);

  await expect(log.waitFor(/never/, 100)).rejects.toThrow("ended with SIGKILL");
});

test("a descendant that left the process group is ended too", async () => {
  const { log, family } = start("setsid sh -c 'echo child $$; sleep 600' & echo up; wait");
  const child = Number((await log.waitFor(/child (\d+)/, 5_000))[1]);

  await family.kill();

  await isGone(child);
});

test("when we are killed the family ends by itself", async () => {
  const module = new URL("./process-family.js", import.meta.url).href;
  const script = `const { ProcessFamily } = await import(${JSON.stringify(module)});
    new ProcessFamily({ command: "/bin/sh", args: ["-c", "setsid sh -c 'echo child $$; sleep 600' & echo child $$; sleep 600"],
      onOutput: (text) => process.stdout.write(text), onEnd() {} });`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const log = new LogText();
  parent.stdout.setEncoding("utf8").on("data", (chunk: string) => log.append(chunk));
  await log.waitFor(/child \d+\n.*child \d+\n/s, 10_000);
  const pids = [...log.text.matchAll(/child (\d+)/g)].map((match) => Number(match[1]));

  parent.kill("SIGKILL");
  await once(parent, "exit");

  expect(pids).toHaveLength(2);
  for (const pid of pids) await isGone(pid);
});

test("a command that does not exist is a message, not a crash", async () => {
  const log = new LogText();
  const family = new ProcessFamily({
    command: "/nonexistent/salt-minion",
    args: [],
    onOutput: () => undefined,
    onEnd: (how) => log.close(how),
  });

  await family.ended;

  await expect(log.waitFor(/x/, 100)).rejects.toThrow(/did not start: .*ENOENT/);
});
