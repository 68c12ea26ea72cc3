import type { JobFilter } from "@salina/api";
import fc from "fast-check";
import { expect, test } from "vitest";
import { aJob, aReturn } from "../testing/build.js";
import { scratchFiles } from "../testing/scratch.js";
import { openDatabase } from "./database.js";
import { jobSearch } from "./job-search.js";
import { openSession } from "./session.js";

const newFile = scratchFiles();

/** A hundred jobs: every third on node1, every fifth by ann, some failed. */
function history() {
  const db = openDatabase({ file: newFile(), busyTimeoutMs: 0, maxBytes: null });
  const session = openSession(db);
  for (let i = 0; i < 100; i++) {
    const jid = `202601010000000${String(i).padStart(5, "0")}`;
    const minion = i % 3 === 0 ? "node1" : "node2";
    const user = i % 5 === 0 ? "ann" : "bob";
    const startedAt = Date.UTC(2026, 0, 1) + i;
    session.run({
      op: "jobs.create",
      params: aJob({ jid, minions: [minion], user, fun: `f.f${i % 7}`, startedAt }),
    });
    session.run({ op: "jobs.addReturn", params: aReturn({ jid, minion, retcode: i % 11 === 0 ? 1 : 0 }) });
    if (i % 13 !== 0) session.run({ op: "jobs.end", params: { jid, endedAt: startedAt } });
  }
  session.settle();
  const whole = () => undefined;
  return { whole: (looks: number) => jobSearch(db, whole, looks), close: () => db.close() };
}

const filter = fc.record(
  {
    user: fc.constantFrom("ann", "bob", "nobody"),
    funs: fc.subarray(["f.f0", "f.f3", "f.f6"], { minLength: 1 }),
    minions: fc.constantFrom(["node1"], ["node2"], ["node1", "node2"]),
    outcome: fc.constantFrom("failed" as const, "returned" as const),
    state: fc.constantFrom("succeeded" as const, "failed" as const),
    from: fc.integer({ min: 0, max: 99 }).map((n) => Date.UTC(2026, 0, 1) + n),
  },
  { requiredKeys: [] },
);

test("a search that is cut short again and again finds in the end what one that is not cut finds", () => {
  const jobs = history();
  try {
    fc.assert(
      fc.property(filter, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 8, max: 20 }), (wanted, limit, looks) => {
        const all = pages(jobs.whole(100_000), wanted, 1000);
        expect(pages(jobs.whole(looks), wanted, limit)).toEqual(all);
      }),
      { numRuns: 200 },
    );
  } finally {
    jobs.close();
  }
});

/** All pages together. */
function pages(search: ReturnType<typeof jobSearch>, wanted: Omit<JobFilter, "limit">, limit: number): string[] {
  const found: string[] = [];
  let before: string | undefined;
  for (let turn = 0; turn < 2000; turn++) {
    const page = search({ ...wanted, limit, ...(before === undefined ? {} : { before }) });
    found.push(...page.jids);
    if (page.next === null) return found;
    before = page.next;
  }
  throw new Error("it does not come to an end");
}
