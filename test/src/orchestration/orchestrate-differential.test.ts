import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type SalinaMaster, startMinion, startSalinaMaster, startStockMaster } from "@salina/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkout, installedReleases } from "../interop/releases.js";
import { lasting } from "../tree/same-result.js";
import { deliberate } from "./deliberate.js";
import { files, runs } from "./orchestrations.js";

const release = "3006.30";
const [salt] = await installedReleases({ SALINA_TEST_RELEASES: release });
if (!salt || salt.missing !== null)
  console.log(`SKIPPED: orchestrations beside stock: salt ${release}: ${salt?.missing}`);

/** The stock runner, with the stock master's config. */
const program = `
import json, logging, sys
import salt.config, salt.runner
real, sys.stdout = sys.stdout, sys.stderr
logging.disable(50)
opts = salt.config.master_config(sys.argv[1])
answers = []
for mods, kwarg in json.load(sys.stdin):
    client = salt.runner.RunnerClient(salt.config.master_config(sys.argv[1]))
    answers.append(client.cmd("state.orchestrate", [mods], kwarg=kwarg, print_event=False, full_return=True)["return"])
json.dump(answers, real, default=repr)
`;

/** The same orchestrations, on a stock master and on Salina, each with two stock minions. */
describe.skipIf(!salt || salt.missing !== null)("an orchestration beside a stock master", () => {
  let directory: string;
  const answers: Record<"stock" | "salina", unknown[]> = { stock: [], salina: [] };

  async function perform(kind: "stock" | "salina", bin: string): Promise<void> {
    const root = join(directory, kind);
    const extraConfig = {
      auto_accept: true,
      id: "m_master",
      file_roots: { base: [join(directory, "states")] },
      timeout: 20,
    };
    const master =
      kind === "stock"
        ? await startStockMaster({ bin, root: join(root, "master"), extraConfig })
        : await startSalinaMaster({ checkout, root: join(root, "master"), extraConfig });
    const minions = await Promise.all(
      ["web1", "web2"].map((id) =>
        startMinion({
          bin,
          id,
          master: "127.0.0.1",
          requestPort: master.requestPort,
          publishPort: master.publishPort,
          root: join(root, id),
          grains: { role: id === "web1" ? "first" : "second" },
        }),
      ),
    );
    try {
      for (const minion of minions) await minion.waitForLog(/Minion is ready to receive requests/, 90_000);
      if (kind === "salina") {
        for (const [mods, kwarg = {}] of runs) {
          const words = Object.entries(kwarg).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
          const { stdout, stderr } = await (master as SalinaMaster).saltRun([
            "--out=json",
            "state.orchestrate",
            mods,
            ...words,
          ]);
          answers.salina.push(stderr === "" ? JSON.parse(stdout) : stderr);
        }
        return;
      }
      answers.stock = await stockAnswers(bin, join(master.configDir, "master"));
    } finally {
      await Promise.all(minions.map((minion) => minion.kill9()));
      await master.stop();
    }
  }

  beforeAll(async () => {
    if (!salt || salt.missing !== null) return;
    directory = await mkdtemp(join(tmpdir(), "salina-"));
    for (const [path, text] of Object.entries(files)) {
      const file = join(directory, "states", path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    await Promise.all([perform("salina", salt.bin), perform("stock", salt.bin)]);
  }, 300_000);

  afterAll(() => rm(directory, { recursive: true, force: true }));

  for (const [at, [mods, kwarg]] of runs.entries()) {
    test(`${mods} ${kwarg ? JSON.stringify(kwarg) : ""}`, () => {
      const [ours, theirs] = [answers.salina[at], answers.stock[at]].map((answer) => deliberate(lasting(answer)));
      expect(theirs).toBeDefined();

      expect(ours).toEqual(theirs);
      // The order in which steps ended.
      expect(orderOf(ours)).toEqual(orderOf(theirs));
    });
  }
});

async function stockAnswers(bin: string, config: string): Promise<unknown[]> {
  const python = spawn(join(bin, "python"), ["-c", program, config]);
  const output: Buffer[] = [];
  python.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  python.stderr.resume();
  python.stdin.end(JSON.stringify(runs.map(([mods, kwarg = {}]) => [mods, kwarg])));
  const [code] = (await once(python, "close")) as [number | null];
  if (code !== 0) throw new Error(`the stock runner ended with ${code}`);
  return JSON.parse(Buffer.concat(output).toString()) as unknown[];
}

function orderOf(answer: unknown): readonly string[] {
  const data = (answer as { data?: Record<string, Record<string, { __run_num__?: number }>> }).data?.["m_master"] ?? {};
  return Object.entries(data)
    .sort(([, a], [, b]) => (a.__run_num__ ?? 0) - (b.__run_num__ ?? 0))
    .map(([tag]) => tag);
}
