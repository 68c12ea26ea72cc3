import { decode, encode, toValue, type Value } from "@salina/wire";
import { expect, test } from "vitest";
import { FakeDaemon, type Handler, runCommand } from "../testing/fake-daemon.js";
import { main } from "./main.js";

async function saltRun(handler: Handler, ...argv: string[]) {
  const list: Handler = (_, answer) =>
    answer.done([{ name: "mine.get", doc: "What minions offer.", parameters: ["tgt", "fun"] }]);
  await using daemon = await new FakeDaemon({ "runners.run": handler, "runners.list": list }).start();
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

test("an unknown option, and one that is not served, are usage errors", async () => {
  expect((await saltRun(gives(null), "--nope")).code).toBe(64);
  expect(await saltRun(gives(null), "--args-stdin", "mine.get")).toMatchObject({ code: 64 });
});
