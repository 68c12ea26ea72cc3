import { expect, test } from "vitest";
import { HandClock } from "../testing/hand-clock.js";
import { ReconnectGrace } from "./reconnect-grace.js";

function grace(expected: number) {
  const clock = new HandClock();
  let subscribers: (count: number) => void = () => undefined;
  const made = new ReconnectGrace({
    clock,
    expected,
    onSubscribers: (see) => {
      subscribers = see;
    },
  });
  let over = false;
  void made.wait().then(() => {
    over = true;
  });
  return { clock, see: (count: number) => subscribers(count), isOver: () => clock.advance(0).then(() => over) };
}

test("where nobody was there before, nothing waits", async () => {
  expect(await grace(0).isOver()).toBe(true);
});

test("a job waits until as many have subscribed as there were before", async () => {
  const { see, isOver } = grace(2);

  see(1);
  expect(await isOver()).toBe(false);
  see(2);
  expect(await isOver()).toBe(true);
});

test("a minion that stays away holds up nothing for longer than the others need to come back", async () => {
  const { clock, see, isOver } = grace(2);

  see(1);
  await clock.advance(11_999);
  expect(await isOver()).toBe(false);
  await clock.advance(1);
  expect(await isOver()).toBe(true);
});
