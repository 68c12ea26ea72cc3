import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RunnerBench } from "../testing/runner-bench.js";

let directory: string;
let bench: RunnerBench;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "salina-queues-"));
  bench = await RunnerBench.make(join(directory, "queues"));
});
afterEach(() => rm(directory, { recursive: true }));

test("a queue gives its items in their order, and keeps them over a restart", async () => {
  expect(await bench.run("queue.insert", "todo", "a")).toBe(true);
  expect(await bench.run("queue.insert", "todo", ["b", "c"])).toBe(true);
  const again = await RunnerBench.make(join(directory, "queues"));
  expect(await again.run("queue.list_items", "todo")).toEqual(["a", "b", "c"]);
  expect(await again.run("queue.list_length", "todo")).toBe(3);
  expect(await again.run("queue.list_queues")).toEqual(["todo"]);
  expect(await again.run("queue.pop", "todo", 2)).toEqual(["a", "b"]);
  expect(await again.run("queue.delete", "todo", "c")).toBe(true);
  expect(await again.run("queue.pop", "todo", "all")).toEqual([]);
});

test("an item is in a queue once; of several all go in, or none", async () => {
  await bench.run("queue.insert", "todo", "a");
  expect(await bench.run("queue.insert", "todo", "a")).toBe("Item already exists in this queue.");
  expect(await bench.run("queue.insert", "todo", ["b", "a"])).toMatch(/^One or more items already exists/);
  expect(await bench.run("queue.list_items", "todo")).toEqual(["a"]);
});

test("callers at the same time never get the same item", async () => {
  const items = Array.from({ length: 20 }, (_, n) => `item${n}`);
  await bench.run("queue.insert", "todo", items);
  const got = await Promise.all(items.map(() => bench.run("queue.pop", "todo")));
  expect(got.flat().sort()).toEqual([...items].sort());
});

test("queue.process_queue tells the bus what it took; a dictionary comes back as one", async () => {
  await bench.run("queue.insert", "todo", [{ fun: "x" }, "plain"]);
  const data = { items: [{ fun: "x" }, "plain"], backend: "sqlite", queue: "todo" };
  expect(await bench.run("queue.process_queue", "todo", "all", { is_runner: true })).toEqual(data);
  expect(bench.fired).toEqual([["salt/queue/todo/process", data]]);
});

test("with test nothing changes", async () => {
  const dry = { test: true };
  await bench.run("queue.insert", "todo", "a");
  await bench.runWith(dry, "queue.insert", "todo", "b");
  await bench.runWith(dry, "queue.delete", "todo", "a");
  expect(await bench.runWith(dry, "queue.process_queue", "todo")).toMatchObject({ items: ["a"] });
  expect(bench.fired).toEqual([]);
  expect(await bench.run("queue.list_items", "todo")).toEqual(["a"]);
});

test.each<[string, unknown[], string]>([
  ["queue.insert", ["../../etc/x", "a"], "'queue' has to be letters"],
  ["queue.insert", ["", "a"], "'queue' has to be letters"],
  ["queue.pop", ["todo", "some"], 'Quantity must be an integer or "all".'],
  ["queue.pop", ["todo", -1], 'Quantity must be an integer or "all".'],
  ["queue.insert", ["todo", "a", "pgjsonb"], 'Function "pgjsonb.insert" is not available'],
  ["queue.insert", ["todo", [null]], "'items' has to be text"],
])("%s %j is refused", async (fun, arg, message) => {
  await expect(bench.run(fun, ...arg)).rejects.toThrow(message);
  expect(await readdir(directory)).toEqual([]);
});

test("a file that is damaged is said to be, and stays as it is", async () => {
  await bench.run("queue.insert", "todo", "a");
  await writeFile(join(directory, "queues", "todo.json"), '{"not": "a list"}');
  await expect(bench.run("queue.insert", "todo", "b")).rejects.toThrow("damaged");
});
