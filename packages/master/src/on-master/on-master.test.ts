import { decode, isMap, toJson, toValue, type Value } from "@salina/wire";
import { expect, test } from "vitest";
import { onMaster } from "./on-master.js";

const run = onMaster({
  masterId: "test_master",
  opts: new Map<Value, Value>([["timeout", 5]]),
  nodegroups: new Map(),
  fileRoots: new Map(),
  ignore: { expressions: [], globs: [] },
  limitMs: 1000,
});

async function asked(fun: string, args: unknown[] = [], kwargs: object = {}): Promise<unknown> {
  const packed = await run({
    fun,
    args: args.map(toValue),
    kwargs: new Map(Object.entries(kwargs).map(([key, value]) => [key, toValue(value)])),
    pillar: new Map([["a", new Map([["b", 1]])]]),
  });
  const read = packed && decode(packed, { duplicateKeys: "last" });
  return read?.ok ? toJson(read.value) : null;
}

test("functions of execution modules run on the master, with its pillar, grains and programs", async () => {
  expect(await asked("test.ping")).toBe(true);
  expect(await asked("pillar.get", ["a:b"])).toBe(1);
  expect(await asked("grains.get", ["id"])).toBe("test_master");
  expect(await asked("cmd.run", ["echo hello; echo $X"], { python_shell: true, env: { X: "there" } })).toBe(
    "hello\nthere",
  );
});

test("what is not there gives nothing, whatever it is called", async () => {
  for (const fun of ["state.apply", "test.constructor", "__proto__.x", ""]) expect(await asked(fun)).toBeNull();
});

test("a failure has the function's message, and a program that never ends is ended", async () => {
  await expect(asked("cmd.run", ["/nowhere/at-all"])).rejects.toThrow("ENOENT");
  await expect(asked("cmd.run", ["sleep 60"])).rejects.toThrow("it took longer than 1 s");
  await expect(asked("mine.get", ["*", "x"])).rejects.toThrow("use the runner mine.get itself");
});

test("values come back as they were", async () => {
  const grains = await run({ fun: "grains.items", args: [], kwargs: new Map(), pillar: new Map() });
  const read = grains && decode(grains, {});
  expect(read?.ok && isMap(read.value) && typeof read.value.get("num_cpus")).toBe("number");
});
