// How many returns a second the store makes durable, and how long one waits.
//   node bench/store.mjs [folder] [returns] [bytes] [at once]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { openSqliteStore } from "../packages/store/dist/index.js";

const [folder = tmpdir(), returns = "50000", bytes = "1024", atOnce = "500"] = process.argv.slice(2);
const scratch = mkdtempSync(join(folder, "salina-bench-"));
const store = await openSqliteStore({ file: join(scratch, "store.db") });
const jid = "20260101000000000001";
const total = Number(returns);
await store.jobs.create({
  jid,
  minions: Array.from({ length: total }, (_, i) => `node${i}`),
  missing: [],
  target: { type: "glob", expression: "*" },
  fun: "test.ping",
  arg: Uint8Array.of(0x90),
  user: "root",
  metadata: null,
  startedAt: Date.now(),
});

const waits = [];
let next = 0;
async function sender() {
  while (next < total) {
    const minion = `node${next++}`;
    const value = new Uint8Array(Number(bytes)).fill(next);
    const start = performance.now();
    await store.jobs.addReturn({
      jid,
      minion,
      value,
      retcode: 0,
      success: true,
      out: null,
      late: false,
      returnedAt: 1,
    });
    waits.push(performance.now() - start);
  }
}
const start = performance.now();
await Promise.all(Array.from({ length: Number(atOnce) }, sender));
const seconds = (performance.now() - start) / 1000;
waits.sort((a, b) => a - b);
const at = (share) => `${waits[Math.floor((waits.length - 1) * share)].toFixed(1)} ms`;
console.log(`${total} returns of ${bytes} bytes, ${atOnce} at once: ${Math.round(total / seconds)} a second`);
console.log(`wait for durable: p50 ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}`);
await store.close();
rmSync(scratch, { recursive: true });
