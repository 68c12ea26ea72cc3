import { decode, encode, toValue, type Value } from "@salina/wire";
import { expect, test } from "vitest";
import { FakeDaemon, type Handler, runCommand } from "../testing/fake-daemon.js";
import { main } from "./main.js";

async function saltRun(handler: Handler, ...argv: string[]) {
  const list: Handler = (_, answer) =>
    answer.done([{ name: "mine.get", doc: "What minions offer.", parameters: ["tgt", "fun"] }]);
  const start: Handler = (params, answer) => answer.done({ jid: (params as { jid: string }).jid });
  await using daemon = await new FakeDaemon({
    "runners.run": handler,
    "runners.start": start,
    "runners.list": list,
  }).start();
  daemon.writeConfig(`salina:\n  socket: ${daemon.path}\n`);
  const ran = await runCommand(main, ["-c", daemon.dir, ...argv], {});
  return { ...ran, requests: daemon.requests };
}

const gives =
  (value: unknown): Handler =>
  (_, answer) =>
    answer.done(encode(toValue(value)));

test("the answer of a runner is shown, and its arguments are typed", async () => {
  const ran = await saltRun(gives({ web1: ["10.0.0.1"] }), "mine.get", "*", "ip", "n=1");
  expect(ran).toMatchObject({ code: 0, stderr: "", stdout: "web1:\n    - 10.0.0.1\n" });
  const params = ran.requests[0]?.params as { fun: string; arg: Uint8Array };
  const arg = decode(params.arg);
  expect([params.fun, arg.ok && arg.value]).toEqual([
    "mine.get",
    [
      "*",
      "ip",
      new Map<Value, Value>([
        ["__kwarg__", true],
        ["n", 1],
      ]),
    ],
  ]);
});

test.each([[{}], [[]]])("%j is no output, as in stock", async (value) => {
  expect(await saltRun(gives(value), "mine.get")).toMatchObject({ code: 0, stdout: "", stderr: "" });
});

test("--quiet shows nothing, --out chooses the form", async () => {
  expect((await saltRun(gives([1]), "--quiet", "mine.get")).stdout).toBe("");
  expect((await saltRun(gives([1]), "--out=json", "mine.get")).stdout.replace(/\s/g, "")).toBe("[1]");
});

test("without a function, and with -d, the runners are listed", async () => {
  expect((await saltRun(gives(null))).stdout).toContain("mine.get:");
  expect((await saltRun(gives(null), "-d", "state")).stdout).toContain("state.event:");
  expect(await saltRun(gives(null), "-d", "nothing")).toMatchObject({
    code: 1,
    stdout: "'nothing' is not available.\n",
  });
});

test("an unknown option, and a wrong job id, are usage errors", async () => {
  expect((await saltRun(gives(null), "--nope")).code).toBe(64);
  expect(await saltRun(gives(null), "--jid=bad", "mine.get")).toMatchObject({
    code: 64,
    stderr: "Usage: salt-run [options] <function> [arguments]\n\nsalt-run: error: 'bad' is not a valid JID\n",
  });
});

test("more arguments come from standard input, one a line", async () => {
  await using daemon = await new FakeDaemon({ "runners.run": gives(null) }).start();
  daemon.writeConfig(`salina:\n  socket: ${daemon.path}\n`);
  await runCommand(main, ["-c", daemon.dir, "--args-stdin", "mine.get"], { stdin: "web one\nfun=ip\n" });
  const params = daemon.requests[0]?.params as { arg: Uint8Array };
  const arg = decode(params.arg);
  expect(arg.ok && arg.value).toEqual([
    "web one",
    new Map<Value, Value>([
      ["__kwarg__", true],
      ["fun", "ip"],
    ]),
  ]);
});

test("what a runner tells of itself is shown as it comes, but not with --quiet", async () => {
  const tells: Handler = (_, answer) => {
    answer.item({
      seq: 1,
      at: 0,
      tag: "salt/run/20261123012550814006/progress",
      data: encode(toValue({ message: "half" })),
    });
    answer.done(encode(toValue("done")));
  };
  const shown = "event:\n    ----------\n    message:\n        half\nsuffix:\n    progress\ndone\n";
  expect((await saltRun(tells, "mine.get")).stdout).toBe(shown);
  expect((await saltRun(tells, "--quiet", "mine.get")).stdout).toBe("");
});

test.each<[unknown, number]>([
  [{ retcode: 3 }, 3],
  [{ data: { retcode: 2, a: 1 }, outputter: "nested" }, 2],
  [{ data: { a: 1 }, outputter: "nested", retcode: 1 }, 1],
  [{ retcode: "3" }, 0],
])("the answer %j makes the exit code %i", async (value, code) => {
  expect((await saltRun(gives(value), "mine.get")).code).toBe(code);
});

test("--async says under which tag it runs, and ends at once; --jid chooses it", async () => {
  const jid = "20261123012550814006";
  const ran = await saltRun(gives(null), "--async", `--jid=${jid}`, "mine.get");
  expect(ran).toMatchObject({ code: 0, stdout: "" });
  expect(ran.stderr).toMatch(
    /^\[WARNING \] Running in asynchronous mode\. .* under tag salt\/run\/20261123012550814006\n$/,
  );
  expect(ran.requests[0]).toMatchObject({ op: "runners.start", params: { jid } });
});
