import { expect, test } from "vitest";
import { HandClock } from "../testing/hand-clock.js";
import { Presence } from "./presence.js";
import { PresenceWatch } from "./presence-watch.js";

function bench(answering: readonly string[], suspects?: readonly string[]) {
  const clock = new HandClock();
  const presence = new Presence(clock, false);
  const asked: (readonly string[])[] = [];
  for (const id of ["a", "b", "c"]) {
    presence.subscribed("");
    presence.seen(id);
  }
  const alive = new Set(answering);
  const watch = new PresenceWatch({
    clock,
    presence,
    ask: (minions, answered) => {
      asked.push(minions);
      for (const id of minions) if (alive.has(id)) answered(id);
      return Promise.resolve();
    },
    suspects: (minions) => Promise.resolve(suspects ?? minions),
    answerMs: 3000,
  });
  return { clock, presence, asked, alive, watch };
}

test("nobody is asked while nothing changes", async () => {
  const { clock, asked } = bench(["a", "b", "c"]);
  await clock.advance(3_600_000);
  expect(asked).toEqual([]);
});

test("when a connection is gone, who does not answer is gone", async () => {
  const { clock, presence, asked } = bench(["a", "c"]);
  presence.unsubscribed("");
  await clock.advance(1000);
  expect(asked).toEqual([["a", "b", "c"]]);
  await clock.advance(3000);
  expect(presence.present()).toEqual(["a", "c"]);
  expect([presence.hears("a"), presence.hears("b")]).toEqual([true, false]);
});

test("only suspects are asked", async () => {
  const { clock, presence, asked } = bench([], ["b"]);
  presence.unsubscribed("");
  await clock.advance(4000);
  expect(asked).toEqual([["b"]]);
  expect(presence.present()).toEqual(["a", "c"]);
});

test("when one comes, the silent are asked", async () => {
  const { clock, presence, asked, alive } = bench(["a", "c"]);
  presence.unsubscribed("");
  await clock.advance(20_000);
  alive.add("b");
  presence.subscribed("");
  await clock.advance(1000);
  expect(asked.at(-1)).toEqual(["b"]);
  expect(presence.present()).toEqual(["a", "b", "c"]);
});

test("changes in quick succession are looked at together, and not more often than every few seconds", async () => {
  const { clock, presence, asked } = bench(["a", "b", "c"]);
  for (let i = 0; i < 50; i++) {
    presence.unsubscribed("");
    presence.subscribed("");
    await clock.advance(100);
  }
  await clock.advance(60_000);
  expect(asked.length).toBeLessThan(4);
});

test("nobody is asked after the end, and not when nobody is connected at all", async () => {
  const { clock, presence, asked, watch } = bench([]);
  for (let i = 0; i < 3; i++) presence.unsubscribed("");
  await clock.advance(10_000);
  presence.subscribed("");
  presence.unsubscribed("");
  watch.stop();
  await clock.advance(10_000);
  expect(asked).toEqual([]);
});
