import { expect, test } from "vitest";
import { waitPreference } from "./wait-preference.js";

test.each([
  [undefined, undefined, 0],
  [undefined, "wait=30", 30],
  [undefined, 'Wait = "30"', 30],
  [undefined, "handling=lenient, wait=20; foo=bar", 20],
  [undefined, ["handling=lenient", "wait=20"], 20],
  [undefined, "wait=500", 120],
  [undefined, "wait=30, respond-async", 0],
  [undefined, "wait=-1", 0],
  [undefined, "wait=soon", 0],
  [undefined, "wait=99999999999999999999", 0],
  [5, "wait=30", 5],
  [0, "wait=30", 0],
  [7, "respond-async", 7],
])("?wait=%j and Prefer: %j wait %d seconds", (query, prefer, seconds) => {
  expect(waitPreference(query, prefer)).toBe(seconds);
});
