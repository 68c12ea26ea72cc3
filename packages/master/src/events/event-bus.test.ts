import type { BusEvent, EventGap } from "@salina/api";
import { decode } from "@salina/wire";
import { expect, test } from "vitest";
import { HandClock } from "../testing/hand-clock.js";
import { EventBus } from "./event-bus.js";

const bus = (ringSize = 100) => new EventBus(new HandClock(), ringSize);

async function take(stream: AsyncIterable<BusEvent | EventGap>, count: number) {
  const taken: (BusEvent | EventGap)[] = [];
  for await (const event of stream) {
    taken.push(event);
    if (taken.length === count) break;
  }
  return taken.map((event) => ("gap" in event ? `gap ${event.fromSeq}..${event.toSeq}` : `${event.seq} ${event.tag}`));
}

test("events are numbered without holes and carry a stamp", () => {
  const events = bus();

  const first = events.fire("a", new Map([["x", 1]]));
  const second = events.fire("b", new Map());

  expect([first.seq, second.seq]).toEqual([1, 2]);
  expect(decode(first.data)).toEqual({
    ok: true,
    value: new Map<string, unknown>([
      ["x", 1],
      ["_stamp", "2026-01-01T00:00:00.000000"],
    ]),
  });
});

test("a reader who comes back gets what it has missed, then what is new", async () => {
  const events = bus();
  for (const tag of ["a", "b", "c"]) events.fire(tag, new Map());

  const reading = take(events.watch({ afterSeq: 1 }, new AbortController().signal), 3);
  setImmediate(() => events.fire("d", new Map()));

  expect(await reading).toEqual(["2 b", "3 c", "4 d"]);
});

test("a reader who comes back too late is told what is gone", async () => {
  const events = bus(10);
  for (let n = 1; n <= 25; n++) events.fire(`t${n}`, new Map());

  const [gap, next] = await take(events.watch({ afterSeq: 2 }, new AbortController().signal), 2);

  expect(gap).toMatch(/^gap 3\.\.\d+$/);
  expect(next).toBe(`${Number(gap?.split("..")[1]) + 1} t${Number(gap?.split("..")[1]) + 1}`);
});

test("a reader that does not read is shown a gap instead of filling the memory", async () => {
  const events = bus(10);
  const stream = events.watch({}, new AbortController().signal);
  const first = stream.next();
  setImmediate(() => {
    for (let n = 1; n <= 10_050; n++) events.fire("flood", new Map());
  });
  await first;

  const rest = await take(stream, 10_000);

  expect(rest.at(-1)).toBe("gap 10001..10050");
});

test("a reader sees only tags with its prefix", async () => {
  const events = bus();
  const reading = take(events.watch({ tagPrefix: "salt/job/" }, new AbortController().signal), 1);
  setImmediate(() => {
    events.fire("salt/auth", new Map());
    events.fire("salt/job/1/new", new Map());
  });

  expect(await reading).toEqual(["2 salt/job/1/new"]);
});
