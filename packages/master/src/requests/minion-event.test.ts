import { decode, encode, type Value, type ValueMap } from "@salina/wire";
import pino from "pino";
import { beforeEach, expect, test } from "vitest";
import type { EventBus, EventData } from "../events/event-bus.js";
import { Counters } from "../status/counters.js";
import { minionEvent } from "./minion-event.js";
import { type Requester, served } from "./minion-request.js";

const web1: Requester = {
  id: "web1",
  era: 3,
  proven: true,
  publicKey: null,
  nonce: null,
  encryption: "OAEP-SHA1",
  signature: "PKCS1v15-SHA1",
};
let fired: [string, unknown][];
let counters: Counters;

beforeEach(() => {
  fired = [];
  counters = new Counters();
});

function serve(load: ValueMap) {
  const events = {
    fire: (tag: string, data: EventData) => {
      const packed = decode(encode(new Map(data)));
      fired.push([tag, packed.ok ? packed.value : null]);
    },
  } as unknown as EventBus;
  return served(minionEvent({ events, counters, log: pino({ level: "silent" }) })).serve(load, encode(load), web1);
}

const map = (entries: Record<string, Value>) => new Map<Value, Value>(Object.entries(entries));

test("a single event goes out as the whole load, without what the transport put in", async () => {
  await serve(
    map({
      cmd: "_minion_event",
      id: "web1",
      tag: "salt/minion/web1/start",
      data: "started",
      pretag: null,
      tok: Buffer.from("x"),
      nonce: "n",
    }),
  );

  expect(fired).toEqual([
    [
      "salt/minion/web1/start",
      map({ cmd: "_minion_event", id: "web1", tag: "salt/minion/web1/start", data: "started", pretag: null }),
    ],
  ]);
});

test("of a list each entry's data goes out under its tag, and with pretag under both", async () => {
  await serve(
    map({
      id: "web1",
      pretag: "group/s",
      events: [map({ tag: "a", data: map({ x: 1 }) }), map({ tag: "b", y: 2 })],
    }),
  );

  expect(fired.map(([tag]) => tag)).toEqual(["a", "group/s/a", "b", "group/s/b"]);
  expect(fired[0]?.[1]).toEqual(map({ x: 1 }));
  expect(fired[2]?.[1]).toEqual(map({ tag: "b", y: 2 }));
});

test("a tag that only a master fires is dropped, also behind a pretag", async () => {
  await serve(map({ id: "web1", tag: "salt/run/20260101000000000000/ret" }));
  await serve(map({ id: "web1", pretag: "salt/run/1", events: [map({ tag: "salt/key" }), map({ tag: "fine" })] }));

  expect(fired.map(([tag]) => tag)).toEqual(["fine"]);
  expect(counters.get("event.refused")).toBe(4);
});

test("an event of another minion is dropped, and what is fired for itself carries its own id", async () => {
  await serve(map({ events: [map({ tag: "salt/minion/web2/start", data: map({}) })] }));
  await serve(map({ events: [map({ tag: "salt/beacon/web1/load", data: map({ id: "web2", x: 1 }) })] }));

  expect(fired).toEqual([["salt/beacon/web1/load", map({ id: "web1", x: 1 })]]);
});

test.each<[string, ValueMap]>([
  ["no tag", map({ id: "web1" })],
  ["a tag of two lines", map({ tag: "a\n\nb" })],
  ["a tag that is a map", map({ tag: new Map() })],
  ["events that are no list", map({ events: "all" })],
  ["an event that is no map", map({ events: ["x"] })],
])("%s is refused", async (_what, load) => {
  expect((await serve(load)).ok).toBe(false);
  expect(fired).toEqual([]);
});
