import { minionTopic } from "@salina/wire";
import { expect, test } from "vitest";
import { HandClock } from "../testing/hand-clock.js";
import { Presence } from "./presence.js";

test("where minions filter, their own topic tells exactly who is there", () => {
  const presence = new Presence(new HandClock(), true);

  presence.subscribed("broadcast");
  presence.subscribed(minionTopic("web1"));
  expect([presence.subscribers, presence.connected("web1"), presence.connected("web2")]).toEqual([1, true, false]);

  presence.unsubscribed("broadcast");
  presence.unsubscribed(minionTopic("web1"));
  expect([presence.subscribers, presence.connected("web1")]).toEqual([0, false]);
});

test("where nobody is subscribed, nobody is there", () => {
  const presence = new Presence(new HandClock(), false);
  presence.seen("web1");

  expect(presence.connected("web1")).toBe(false);
});

test("a minion that asked something is there until it leaves a question unanswered, and again when it asks", () => {
  const presence = new Presence(new HandClock(), false);
  presence.subscribed("");
  expect(presence.connected("web1")).toBeNull();

  presence.seen("web1");
  expect(presence.connected("web1")).toBe(true);
  presence.unanswered("web1");
  expect(presence.connected("web1")).toBe(false);
  presence.seen("web1");
  expect([presence.connected("web1"), presence.present()]).toEqual([true, ["web1"]]);
});

test("unsubscribing what was never subscribed changes nothing", () => {
  const presence = new Presence(new HandClock(), false);

  presence.unsubscribed("");

  expect(presence.subscribers).toBe(0);
});

test("to be there is not to hear: only an answer to a publish proves that", () => {
  const clock = new HandClock();
  const presence = new Presence(clock, false);
  presence.subscribed("");
  presence.seen("web1");
  expect(presence.hears("web1")).toBeNull();
  presence.heard("web1");
  expect(presence.hears("web1")).toBe(true);
  presence.unanswered("web1");
  presence.seen("web1");
  expect([presence.connected("web1"), presence.hears("web1")]).toEqual([true, false]);
});

test("who came and went again and again within an hour is flapping, until it has been quiet for one", async () => {
  const clock = new HandClock();
  const presence = new Presence(clock, false);
  presence.subscribed("");
  presence.seen("web1");
  const began = clock.now();
  for (let i = 0; i < 2; i++) {
    await clock.advance(60_000);
    presence.unanswered("web1");
    expect(presence.since("web1")).toBe(clock.now());
    expect(presence.flapping("web1")).toBe(false);
    await clock.advance(60_000);
    presence.seen("web1");
  }
  expect(presence.flapping("web1")).toBe(true);
  expect(presence.since("web1")).toBe(began + 240_000);
  await clock.advance(3_600_000);
  expect(presence.flapping("web1")).toBe(false);
});
