import type { JobRequest } from "@salina/api";
import { readYaml } from "@salina/render";
import { decode, isMap, toJson, toValue, type Value } from "@salina/wire";
import pino from "pino";
import { afterEach, describe, expect, test } from "vitest";
import { EventBus } from "../events/event-bus.js";
import { Counters } from "../status/counters.js";
import type { Rendered, TemplateRequest } from "../templates/template-request.js";
import { HandClock, settle } from "../testing/hand-clock.js";
import { type AcceptedEvent, Reactor, type ReactorLimits } from "./reactor.js";
import { ReactorMap } from "./reactor-map.js";

const ping = "a:\n  local.test.ping:\n    - tgt: '*'\n";
const runner = "a:\n  runner.test.arg:\n    - args: {x: 1}\n";

let running: Reactor | undefined;
afterEach(async () => {
  await running?.stop();
});

/** A reactor over a bus of its own; files are what the test says, rendered without a template engine. */
function start(
  config: Value,
  files: Readonly<Record<string, string>>,
  limits: Partial<ReactorLimits> = {},
  before: readonly AcceptedEvent[] = [],
) {
  const clock = new HandClock();
  const events = new EventBus(clock, 1000);
  const counters = new Counters();
  const map = new ReactorMap(config, () => undefined);
  const published: JobRequest[] = [];
  const called: unknown[] = [];
  const rendering: TemplateRequest[] = [];
  const ends: (() => void)[] = [];
  let mayRender: Promise<void> = Promise.resolve();
  const told: [string, unknown][] = [];
  const reactor = new Reactor({
    clock,
    events,
    map,
    templates: {
      async render(request): Promise<Rendered> {
        rendering.push(request);
        await mayRender;
        const path = request.source.kind === "file" ? request.source.path : "";
        const text = files[path];
        if (text === undefined) return { ok: false, missing: true, reason: `${path} is not there`, shown: "" };
        return { ok: true, value: readYaml(text, path), file: { path, relative: path }, warnings: [] };
      },
    },
    expand: (path) => Promise.resolve(path.includes("*") ? Object.keys(files) : path in files ? [path] : []),
    ports: {
      publish(request) {
        if (request.fun === "test.fail") return Promise.reject(new Error("no minions"));
        published.push(request);
        return Promise.resolve({ jid: `202601010000000000${String(10 + published.length)}` });
      },
      parametersOf: (_kind, fun) => (fun === "test.arg" ? { names: ["x"], keywords: false } : null),
      call(kind, fun, arg, user) {
        called.push([kind, fun, toJson([...arg]), user]);
        return new Promise((resolve, reject) => {
          ends.push(fun === "test.bad" ? () => reject(new Error("it broke")) : resolve);
        });
      },
      askRunner: () => Promise.reject(new Error("not here")),
      askWheel: () => Promise.reject(new Error("not here")),
    },
    limits: { parallel: 2, queued: 3, queuedBytes: 10_000, maxChain: 3, perMinute: 5, ...limits },
    counters,
    log: pino({ level: "silent" }),
  });
  reactor.start(before);
  const watching = new AbortController();
  const hear = async () => {
    for await (const event of events.watch({ tagPrefix: "salina/" }, watching.signal)) {
      const read = "gap" in event ? undefined : decode(event.data);
      if (read?.ok && isMap(read.value) && !("gap" in event)) told.push([event.tag, toJson(read.value)]);
    }
  };
  hear().catch(() => undefined);
  const fire = async (tag: string, data: object = {}) => {
    events.fire(tag, toValue(data) as Map<Value, Value>);
    await settle();
  };
  const holdRendering = () => {
    let go = () => {};
    mayRender = new Promise((resolve) => {
      go = resolve;
    });
    return go;
  };
  running = reactor;
  return { reactor, clock, counters, published, called, rendering, ends, told, fire, holdRendering };
}

const config = (entries: Readonly<Record<string, readonly string[]>>): Value =>
  Object.entries(entries).map(([tag, files]) => new Map<Value, Value>([[tag, [...files]]]));

describe("an event", () => {
  test("is reacted to by all entries that match, with its tag and data", async () => {
    const { fire, published, rendering } = start(
      config({ "salt/minion/*/start": ["/r/a.sls"], "*": ["/r/b.sls"], other: ["/r/a.sls"] }),
      { "/r/a.sls": ping, "/r/b.sls": ping.replace("a:", "b:") },
    );
    await fire("salt/minion/web1/start", { id: "web1" });

    expect(published.map(({ fun, user, target }) => [fun, user, target])).toEqual([
      ["test.ping", "Reactor", { type: "glob", expression: "*" }],
      ["test.ping", "Reactor", { type: "glob", expression: "*" }],
    ]);
    expect(rendering.map(({ source }) => source)).toEqual([
      { kind: "file", path: "/r/a.sls" },
      { kind: "file", path: "/r/b.sls" },
    ]);
    expect(rendering[0]?.names?.get("tag")).toBe("salt/minion/web1/start");
    const data = rendering[0]?.names?.get("data");
    expect(isMap(data) && data.get("id")).toBe("web1");
  });

  test("that no entry names is not even read", async () => {
    const { fire, rendering } = start(config({ "a/*": ["/r/a.sls"] }), { "/r/a.sls": ping });
    await fire("b/c");
    expect(rendering).toEqual([]);
  });

  test("that a reaction has caused is left alone", async () => {
    const { fire, rendering } = start(config({ "*": ["/r/a.sls"] }), { "/r/a.sls": ping });
    await fire("salt/job/1/new", { user: "Reactor" });
    expect(rendering).toEqual([]);
  });

  test("is left alone by one that does not lead", async () => {
    const { fire, reactor, published } = start(config({ "*": ["/r/a.sls"] }), { "/r/a.sls": ping });
    reactor.leads = false;
    await fire("a");
    reactor.leads = true;
    await fire("b");
    expect(published).toHaveLength(1);
  });
});

describe("what goes wrong is told, and the next event is reacted to", () => {
  test.each([
    [
      "a file that is not there",
      "/r/none.sls",
      "Can not render SLS /r/none.sls for tag a/b. File missing or not found.",
    ],
    ["one that is no map", "/r/list.sls", 'Failed to render "/r/list.sls": it gives no map of reactions'],
    [
      "one without a function",
      "/r/nofun.sls",
      "Unable to render reactions for event a/b due to errors: No function declared",
    ],
    ["a job for nobody", "/r/fail.sls", "Reactor 'a' failed to execute local 'test.fail': no minions"],
    ["a job without a target", "/r/notgt.sls", "it needs `tgt`"],
    ["a target type that is none", "/r/type.sls", "there is no target type 'best'"],
    [
      "a runner that is not there",
      "/r/norunner.sls",
      "Reactor 'a' failed to execute runner 'no.such': function not available",
    ],
    ["a masterless call", "/r/caller.sls", "`caller` reactions are for masterless minions"],
    ["a kind that is none", "/r/kind.sls", "'prototype' is none of local, runner, wheel"],
  ])("%s", async (_what, path, reason) => {
    const { fire, told, counters, published } = start(config({ "a/b": [path], c: ["/r/ping.sls"] }), {
      "/r/list.sls": "- 1\n",
      "/r/nofun.sls": "a:\n  local:\n    - tgt: x\n",
      "/r/fail.sls": ping.replace("ping", "fail"),
      "/r/notgt.sls": "a:\n  local.test.ping: []\n",
      "/r/type.sls": `${ping}    - tgt_type: best\n`,
      "/r/norunner.sls": "a:\n  runner.no.such: []\n",
      "/r/caller.sls": "a:\n  caller.test.ping: []\n",
      "/r/kind.sls": "a:\n  prototype.x: []\n",
      "/r/ping.sls": ping,
    });
    await fire("a/b");
    await fire("c");

    expect(told).toEqual([
      [
        "salina/reactor/error",
        expect.objectContaining({ tag: "a/b", user: "Reactor", reason: expect.stringContaining(reason) }),
      ],
    ]);
    expect(counters.get("reactor.failed")).toBe(1);
    expect(published).toHaveLength(1);
  });

  test("a runner that fails, when it does", async () => {
    const { fire, told, ends } = start(config({ a: ["/r/a.sls"] }), {
      "/r/a.sls": "a:\n  runner.test.bad:\n    - args: {x: 1}\n",
    });
    await fire("a");
    expect(told).toEqual([]);
    ends[0]?.();
    await settle();
    expect(told).toEqual([
      [
        "salina/reactor/error",
        expect.objectContaining({ reason: "Reactor 'a' failed to execute runner 'test.bad': it broke" }),
      ],
    ]);
  });
});

describe("limits", () => {
  test("so many runners run at once; the next waits for a free place, and events behind it too", async () => {
    const { fire, called, ends } = start(config({ "*": ["/r/a.sls"] }), { "/r/a.sls": runner });
    for (const tag of ["1", "2", "3"]) await fire(tag);
    expect(called).toHaveLength(2);
    expect(called[0]).toEqual(["runner", "test.arg", [{ __kwarg__: true, x: 1 }], "Reactor"]);

    ends[0]?.();
    await settle();
    expect(called).toHaveLength(3);
  });

  test("a full queue keeps what it has accepted, and tells how many it has dropped", async () => {
    const { fire, told, counters, holdRendering, published, clock } = start(config({ "*": ["/r/a.sls"] }), {
      "/r/a.sls": ping,
    });
    const go = holdRendering();
    for (let n = 0; n < 9; n++) await fire(`t${n}`);
    expect(told).toEqual([["salina/reactor/dropped", expect.objectContaining({ count: 1 })]]);
    await clock.advance(10_000);
    expect(told[1]).toEqual(["salina/reactor/dropped", expect.objectContaining({ count: 4 })]);
    expect(counters.get("reactor.dropped")).toBe(5);

    go();
    await settle();
    expect(published).toHaveLength(4);
  });

  test("events that are too large for the queue are dropped, small ones are not", async () => {
    const { fire, counters, published } = start(config({ "*": ["/r/a.sls"] }), { "/r/a.sls": ping });
    await fire("a", { text: "x".repeat(20_000) });
    await fire("b");
    expect([counters.get("reactor.dropped"), published.length]).toEqual([1, 1]);
  });

  test("a file that is rendered too often in a minute is held, told once, and goes on in the next", async () => {
    const { fire, told, published, clock } = start(config({ "a/*": ["/r/a.sls"], b: ["/r/b.sls"] }), {
      "/r/a.sls": ping,
      "/r/b.sls": ping,
    });
    for (let n = 0; n < 8; n++) await fire(`a/${n}`);
    await fire("b");
    expect(published).toHaveLength(6);
    expect(told).toEqual([
      [
        "salina/reactor/held",
        expect.objectContaining({
          tag: "a/5",
          sls: "/r/a.sls",
          reason: expect.stringContaining("5 times within a minute"),
        }),
      ],
    ]);

    await clock.advance(60_000);
    await fire("a/9");
    expect(published).toHaveLength(7);
  });

  test("a reaction to the returns of its own jobs ends after a few rounds", async () => {
    const { fire, told, published } = start(
      config({ "salt/job/*/ret/*": ["/r/a.sls"] }),
      { "/r/a.sls": ping },
      { perMinute: 1000 },
    );
    await fire("salt/job/20260101000000000000/ret/web1");
    for (let n = 0; n < 6; n++) await fire(`salt/job/202601010000000000${10 + published.length}/ret/web1`);

    expect(published).toHaveLength(3);
    expect(told[0]).toEqual([
      "salina/reactor/held",
      expect.objectContaining({ reason: "it is the end of a chain of 3 reactions that cause each other" }),
    ]);
    // Returns of other people's jobs are still reacted to.
    await fire("salt/job/20260102000000000000/ret/web1");
    expect(published).toHaveLength(4);
  });
});

test("what waits when the reactor stops is handed back, and is done first by the next", async () => {
  const first = start(config({ "*": ["/r/a.sls"] }), { "/r/a.sls": ping });
  const go = first.holdRendering();
  for (const tag of ["1", "2", "3"]) await first.fire(tag);
  const stopping = first.reactor.stop();
  go();
  const rest = await stopping;

  expect(first.published).toHaveLength(1);
  expect(rest.map(({ tag }) => tag)).toEqual(["2", "3"]);
  const second = start(config({ "*": ["/r/a.sls"] }), { "/r/a.sls": ping }, {}, rest);
  await settle();
  expect(second.published).toHaveLength(2);
});

test("a daemon that stops does not wait for a template for ever", async () => {
  const { fire, reactor, holdRendering, clock } = start(config({ "*": ["/r/a.sls"] }), { "/r/a.sls": ping });
  const go = holdRendering();
  await fire("1");
  const stopping = reactor.stop();
  await clock.advance(5000);
  expect(await stopping).toEqual([]);
  go();
});
