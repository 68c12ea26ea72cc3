import { expect, test } from "vitest";
import { batchSize } from "./batch-size.js";

test.each([
  ["3", 10, 3],
  [" 12 ", 10, 12],
  ["50%", 3, 1],
  ["%50", 4, 2],
  ["1%", 3, 1],
  ["33.4%", 3, 1],
  ["100%", 7, 7],
])("%s of %i minions are %i at a time", (text, minions, size) => {
  expect(batchSize(text, minions)).toBe(size);
});

test.each(["lots", "", "0", "-1", "0%", "-5%", "1e3", "5%5", "%"])("%j is no size of a batch", (text) => {
  expect(batchSize(text, 10)).toBeNull();
});
