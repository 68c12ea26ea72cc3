import { expect, test } from "vitest";
import { loadScript } from "./load-script.js";

const { renderMatrix, replaceBetweenMarkers } = await loadScript<{
  renderMatrix(records: readonly object[]): string;
  replaceBetweenMarkers(text: string, table: string): string;
}>("matrix-table.mjs");

const record = {
  release: "3006.8",
  era: 2,
  python: "3.11",
  date: "2026-11-23",
  notRun: null,
  relaxed: [],
  cases: { ping: { outcome: "ok" }, restart: { outcome: "ok" } },
  features: { pillar: { outcome: "ok" } },
  secondsUntilItAnswersAgain: 2.4,
};

test("a release is a row", () => {
  expect(renderMatrix([record])).toContain("| 3006.8 | 3.11 | 2 | all 2 ok | all 1 ok | 2.4 | 2026-11-23 |");
});

test("a case that failed, and one that did not run, are named by number; the reason stays in its cell", () => {
  const failed = { ...record, release: "3004", cases: { restart: { outcome: "failed", why: "a | b\nmore" } } };

  const table = renderMatrix([record, failed]);

  expect(table).toContain("| 0 of 2 ok; 1 not run; 2 failed: a \\| b |");
  expect(table).toContain("1. ping\n2. restart\n");
  expect(table).toContain("1. pillar\n");
});

test("a release that did not run says why", () => {
  const missing = {
    ...record,
    python: null,
    notRun: "no Python 3.7 found",
    cases: {},
    secondsUntilItAnswersAgain: null,
  };

  expect(renderMatrix([missing])).toContain("| 3006.8 | - | 2 | not run: no Python 3.7 found | - |");
});

test("only what is between the markers changes", () => {
  const text = "before\n<!-- matrix: begin -->\nold\n<!-- matrix: end -->\nafter\n";

  expect(replaceBetweenMarkers(text, "new\n")).toBe(
    "before\n<!-- matrix: begin -->\n\nnew\n\n<!-- matrix: end -->\nafter\n",
  );
  expect(() => replaceBetweenMarkers("nothing", "new")).toThrow("there is no");
});
