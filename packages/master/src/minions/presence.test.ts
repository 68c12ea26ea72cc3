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
