import { expect, test } from "vitest";
import { isMinionId, minionTopic } from "./minion-id.js";

test.each(["minion1", "node1.local.lan", "A B", "größe", "日本", "a".repeat(255), "-a", "a..b", "__proto__", "*"])(
  "%j is a minion id",
  (id) => {
    expect(isMinionId(id)).toBe(true);
  },
);

test.each([
  "",
  ".",
  "..",
  ".hidden",
  "a/b",
  "a\\b",
  "a\0",
  "a\n",
  "a\u007f",
  "a\u0085",
  "a".repeat(256),
  "ä".repeat(128),
  "\ud800",
  null,
  undefined,
  5,
  true,
  ["a"],
  new Map(),
  Uint8Array.from([0x61]),
])("%j is none", (id) => {
  expect(isMinionId(id)).toBe(false);
});

test("the topic of a minion is the SHA-1 of its id", () => {
  expect(minionTopic("minion1")).toBe("3a6368820dfef5cb63f445da216ea8ca511a97b4");
});
