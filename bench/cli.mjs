// How long commands take: ours beside the stock ones, in turns, each with two stock minions of its own.
//   node bench/cli.mjs [rounds]
// Ends with 1 where one of ours takes more than a fifth of the stock one's time.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { startMinion, startSalinaMaster, startStockMaster, stockEnvironment } from "../packages/lab/dist/index.js";
import { differentialRelease } from "../scripts/salt-releases.mjs";
import { ensureSaltVenv } from "../scripts/salt-venv.mjs";
import { root as checkout, toolsDir } from "../scripts/setup/paths.mjs";

const most = 1 / 5;
const rounds = Number(process.argv[2] ?? 15);
const { bin } = await ensureSaltVenv({ release: differentialRelease, toolsDir, log: console.log });
const directory = mkdtempSync(join(tmpdir(), "salina-bench-"));
const labs = [];
let isTooSlow = false;
try {
  labs.push(await startLab("stock"), await startLab("salina"));
  for (const args of [["--version"], ["*", "test.ping"]]) compare(args);
} finally {
  for (const { master, minions } of labs) {
    await Promise.all(minions.map((minion) => minion.kill9()));
    await master.stop();
  }
  rmSync(directory, { recursive: true, force: true });
}
process.exitCode = isTooSlow ? 1 : 0;

async function startLab(kind) {
  const root = join(directory, kind);
  const options = { root: join(root, "master"), extraConfig: { auto_accept: true } };
  const master = await (kind === "stock"
    ? startStockMaster({ bin, ...options })
    : startSalinaMaster({ checkout, ...options }));
  const { publishPort, requestPort } = master;
  const minions = await Promise.all(
    ["one", "two"].map((id) =>
      startMinion({ bin, id, master: "127.0.0.1", publishPort, requestPort, root: join(root, id) }),
    ),
  );
  await Promise.all(minions.map((minion) => minion.waitForLog(/Minion is ready to receive requests/, 120_000)));
  const command =
    kind === "stock" ? [join(bin, "salt")] : [process.execPath, join(checkout, "packages/cli/bin/salt.mjs")];
  return { kind, master, minions, command };
}

function compare(args) {
  const times = { stock: [], salina: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const { kind, master, command } of labs) {
      const ms = timed([...command, "-c", master.configDir, ...args]);
      // The first round fills caches.
      if (round > 0) times[kind].push(ms);
    }
  }
  const [stock, ours] = [median(times.stock), median(times.salina)];
  const share = ours / stock;
  isTooSlow ||= share > most;
  const texts = [stock, ours].map((ms) => `${ms.toFixed(0)} ms`);
  console.log(`salt ${args.join(" ")}: stock ${texts[0]}, ours ${texts[1]}: 1/${(1 / share).toFixed(1)} of it`);
}

function timed([program, ...args]) {
  const begin = performance.now();
  const { status, stdout } = spawnSync(program, args, { env: stockEnvironment() });
  const ms = performance.now() - begin;
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${stdout}`);
  return ms;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
