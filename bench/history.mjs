// How large a history of a million small returns is, and how long searches of it take: in the store, and over a master's REST.
//   node bench/history.mjs [folder] [returns] [minions of a job]
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { freePorts, startSalinaMaster } from "../packages/lab/dist/index.js";
import { openSqliteStore } from "../packages/store/dist/index.js";
import { encode, toValue } from "../packages/wire/dist/index.js";

const [folder = tmpdir(), returns = "1000000", perJob = "4"] = process.argv.slice(2);
const scratch = mkdtempSync(join(folder, "salina-bench-"));
mkdirSync(join(scratch, "cache"));
const file = join(scratch, "cache", "salina.db");
const store = await openSqliteStore({ file });
const width = Number(perJob);
const jobs = Math.ceil(Number(returns) / width);
const begin = Date.UTC(2026, 9, 1);
const everyMs = Math.floor((30 * 86_400_000) / jobs);

const answer = encode(true);
const text = encode("node.local.lan up 3 days, load 0.12\n");
const states = (failed) =>
  encode(
    toValue(
      Object.fromEntries(
        ["mirrors", "tools", "cron", "journald", "mail"].map((id, at) => [
          `file_|-${id}_|-/etc/${id}_|-managed`,
          { __id__: id, result: !(failed && at === 4), changes: at === 0 ? { diff: "New file" } : {}, duration: 1.5 },
        ]),
      ),
    ),
  );
const good = states(false);
const bad = states(true);

function jidOf(n) {
  const [date, fraction] = new Date(begin + n * everyMs).toISOString().split(".");
  return date.replace(/\D/g, "") + fraction.slice(0, 3) + String(n % 1000).padStart(3, "0");
}

/** Of a hundred jobs: 60 pings, 30 commands, 10 state runs. */
async function write(n) {
  const startedAt = begin + n * everyMs;
  const jid = jidOf(n);
  const kind = n % 100;
  const fun = kind < 60 ? "test.ping" : kind < 90 ? "cmd.run" : "state.apply";
  const minions = Array.from({ length: width }, (_, i) => `node${((n * width + i) % 2000) + 1}.local.lan`);
  const user = n % 50 === 0 ? "ann" : "root";
  const target = { type: "list", expression: minions };
  const metadata = null;
  await store.jobs.create({ jid, minions, missing: [], target, fun, arg: encode([]), user, metadata, startedAt });
  await Promise.all(
    minions.map((minion, i) => {
      const failed = kind === 99 && i === 0 && n % 1000 === 99;
      const value = fun === "test.ping" ? answer : fun === "cmd.run" ? text : failed ? bad : good;
      const retcode = failed ? 2 : 0;
      const out = fun === "state.apply" ? "highstate" : null;
      return store.jobs.addReturn({
        jid,
        minion,
        value,
        retcode,
        success: true,
        out,
        late: false,
        returnedAt: startedAt,
      });
    }),
  );
  await store.jobs.end(jid, startedAt + 1000);
}

const started = performance.now();
let next = 0;
await Promise.all(
  Array.from({ length: 400 }, async () => {
    while (next < jobs) await write(next++);
  }),
);
const seconds = (performance.now() - started) / 1000;
const { usedBytes } = await store.size();
const mib = (bytes) => `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
console.log(`${jobs * width} returns in ${jobs} jobs of ${width}: written in ${seconds.toFixed(0)} s`);
console.log(`size: ${mib(usedBytes)} of records, ${mib(statSync(file).size)} on the disk`);

const middle = begin + 15 * 86_400_000;
const limit = 50;
const searches = {
  "the newest": {},
  "one minion": { minions: ["node7.local.lan"] },
  "one function": { funs: ["state.apply"] },
  "one state id": { stateId: "mail" },
  "one state id that failed": { stateId: "mail", stateResult: "failed" },
  "failed anywhere": { outcome: "failed" },
  "failed on one minion": { outcome: "failed", minions: ["node397.local.lan"] },
  "one user": { user: "ann" },
  "one day in the middle": { from: middle, to: middle + 86_400_000 },
  "one minion, function and day": {
    minions: ["node7.local.lan"],
    funs: ["state.apply", "cmd.run"],
    from: middle,
    to: middle + 86_400_000,
  },
  "what has never been (state id)": { stateId: "no-such" },
  "what has never been together (ann, state.apply)": { user: "ann", funs: ["state.apply"] },
};
async function measured(ask) {
  const times = [];
  let found = "";
  for (let turn = 0; turn < 21; turn++) {
    const from = performance.now();
    found = await ask();
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  return { found, middle: times[10].toFixed(1), longest: times[20].toFixed(1) };
}

const inStore = {};
for (const [name, filter] of Object.entries(searches)) {
  inStore[name] = await measured(async () => {
    const page = await store.jobs.list({ ...filter, limit });
    return `${page.jobs.length}${page.next === null ? "" : ", more"}`;
  });
}
const from = performance.now();
const names = await store.jobs.names();
console.log(
  `\nnames: ${names.functions.length} functions, ${names.minions.length} minions in ${(performance.now() - from).toFixed(1)} ms`,
);
await store.close();

const [port] = await freePorts(1);
const token = "a-token-of-32-characters-or-more!";
const checkout = new URL("..", import.meta.url).pathname;
const master = await startSalinaMaster({
  checkout,
  root: scratch,
  extraConfig: { keep_jobs_seconds: 0 },
  own: { rest: { port, tokens: [{ name: "bench", token }] } },
});
console.log("\n| search | found | store: middle, longest ms | REST: middle, longest ms |\n| --- | --- | --- | --- |");
for (const [name, filter] of Object.entries(searches)) {
  const { funs, minions, from, to, ...rest } = filter;
  const query = new URLSearchParams({
    limit,
    ...rest,
    ...(funs ? { function: funs.join(",") } : {}),
    ...(minions ? { minion: minions.join(",") } : {}),
    ...(from ? { from: new Date(from).toISOString(), to: new Date(to).toISOString() } : {}),
  });
  const { middle, longest } = await measured(async () => {
    const response = await fetch(`http://127.0.0.1:${port}/v1/jobs?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return (await response.json()).items.length;
  });
  const kept = inStore[name];
  console.log(`| ${name} | ${kept.found} | ${kept.middle}, ${kept.longest} | ${middle}, ${longest} |`);
}
const began = performance.now();
await master.saltRun([
  "--out=json",
  "jobs.list_jobs",
  "search_state_id=mail",
  "search_state_result=failed",
  "limit=50",
]);
console.log(
  `\nsalt-run jobs.list_jobs, a state id that failed: ${(performance.now() - began).toFixed(0)} ms, the start of the command included`,
);
await master.stop();
rmSync(scratch, { recursive: true });
