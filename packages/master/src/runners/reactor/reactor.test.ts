import { expect, test } from "vitest";
import { RunnerBench } from "../testing/runner-bench.js";

const added = { status: true, comment: "Reactor added." };

test("reactor.add, list and delete change what is done about events", async () => {
  const bench = await RunnerBench.make();
  expect(await bench.run("reactor.add", "b/*", "/r/b.sls")).toEqual(added);
  expect(await bench.run("reactor.add", "b/*", ["/r/c.sls"])).toEqual({
    status: false,
    comment: "Reactor already exists.",
  });
  expect(await bench.run("reactor.list")).toEqual([{ "a/*": ["/r/a.sls"] }, { "b/*": ["/r/b.sls"] }]);
  expect(await bench.run("reactor.delete", "a/*")).toEqual({ status: true, comment: "Reactor deleted." });
  expect(await bench.run("reactor.delete", "a/*")).toEqual({ status: false, comment: "Reactor does not exists." });
  expect(await bench.run("reactor.list")).toEqual([{ "b/*": ["/r/b.sls"] }]);
});

test("with test=True nothing is changed", async () => {
  const bench = await RunnerBench.make();
  expect(await bench.run("reactor.add", "b", "/r/b.sls", { __kwarg__: true, test: true })).toEqual(added);
  expect(await bench.run("reactor.list")).toEqual([{ "a/*": ["/r/a.sls"] }]);
});

test("reactor.set_leader says whether this master reacts", async () => {
  const bench = await RunnerBench.make();
  expect(await bench.run("reactor.is_leader")).toBe(true);
  expect(await bench.run("reactor.set_leader", false)).toBe(false);
  expect(await bench.run("reactor.is_leader")).toBe(false);
  expect(await bench.run("reactor.set_leader")).toBe(true);
});
