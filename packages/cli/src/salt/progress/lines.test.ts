import { expect, test } from "vitest";
import { elapsedText, type JobProgress, progressLines } from "./lines.js";

const terminal = { columns: 80, rows: 24 };
const at = (more: Partial<JobProgress>): JobProgress => ({
  startedAtMs: 0,
  targeted: 3,
  returned: 0,
  failed: 0,
  open: new Map(),
  ...more,
});

test("each of a few minions has a line: its state of so many, the time, the id of the state", () => {
  const open = new Map([
    ["web1", { state: { number: 3, of: 12, id: "/etc/demo.txt" }, confirmedAtMs: null }],
    ["web2", { state: null, confirmedAtMs: 5000 }],
    ["db1", { state: null, confirmedAtMs: null }],
  ]);
  expect(progressLines(at({ open }), terminal, 75_000)).toEqual([
    "web1  3 of 12  1:15  /etc/demo.txt",
    "web2  running  1:15",
    "db1  sent  1:15",
  ]);
});

test("a thousand minions fold into counts, and the one that is furthest behind", () => {
  const open = new Map(
    Array.from({ length: 1000 }, (_, number) => [
      `m${number}`,
      { state: number === 7 ? { number: 1, of: 4, id: "a" } : null, confirmedAtMs: null },
    ]),
  );
  expect(progressLines(at({ open, targeted: 1010, returned: 10, failed: 2 }), terminal, 3000)).toEqual([
    "10 of 1010 returned, 2 failed, 1000 open  3 s",
    "furthest behind: m7  1 of 4  3 s  a",
  ]);
});

test("no line wraps on a terminal of 20 columns, and nothing of a minion steers it", () => {
  const open = new Map([["web1", { state: { number: 3, of: 12, id: "a\u001b[2J\nb" }, confirmedAtMs: null }]]);
  const [line = ""] = progressLines(at({ open }), { columns: 20, rows: 2 }, 1000);
  expect(line).toBe("web1  3 of 12  1 s…");
  const [wide = ""] = progressLines(at({ open }), terminal, 1000);
  expect(wide).toBe("web1  3 of 12  1 s  a?[2J?b");
});

test.each([
  [0, "0 s"],
  [59_999, "59 s"],
  [60_000, "1:00"],
  [3_605_000, "1:00:05"],
])("%i ms are shown as %s", (ms, text) => {
  expect(elapsedText(ms)).toBe(text);
});
