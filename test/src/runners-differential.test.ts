import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  type MasterUnderTest,
  type SalinaMaster,
  type StockMinion,
  startMinion,
  startSalinaMaster,
  startStockMaster,
} from "@salina/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkout, installedReleases } from "./interop/releases.js";
import { type Ran, StockRuns } from "./support/stock-runs.js";
import { lasting } from "./tree/same-result.js";

const release = process.env["SALINA_TREE_RELEASE"] ?? "3006.30";
const [salt] = await installedReleases({ SALINA_TEST_RELEASES: release });
if (!salt || salt.missing !== null) console.log(`SKIPPED: runners beside stock: salt ${release}: ${salt?.missing}`);

/** Asked of both masters, in this order. JID stands for the job that was made before. Outputs have to be the same. */
const same: readonly (readonly string[])[] = [
  ["manage.status"],
  ["--out=json", "manage.up", "tgt=web1"],
  ["manage.present", "subset=[nobody]"],
  ["cache.pillar", "web1"],
  ["--out=json", "cache.mine", "web1"],
  ["mine.get", "web1", "test.ping"],
  ["mine.get", "web1", "[test.ping, own_id]"],
  ["mine.update", "web1"],
  ["fileserver.envs"],
  ["--out=json", "fileserver.file_list"],
  ["fileserver.file_list", "nowhere"],
  ["fileserver.empty_dir_list", "base", "roots"],
  ["fileserver.symlink_list"],
  ["fileserver.update"],
  ["pillar.show_pillar", "web1"],
  ["pillar.show_pillar", "web1", "role=other"],
  ["pillar.show_top", "web1"],
  ["jobs.lookup_jid", "JID"],
  ["jobs.list_job", "JID"],
  ["--out=json", "jobs.print_job", "JID"],
  ["jobs.exit_success", "JID"],
  ["jobs.last_run", "function=test.arg", "target=web1"],
  ["--out=json", "jobs.list_jobs", "search_function=test.arg,none", "search_target=web*"],
  ["jobs.active"],
  ["survey.hash", "web1", "test.echo", "a"],
  ["error.error"],
  ["cache.clear_pillar"],
  ["cache.clear_mine_func", "web1", "clear_mine_func_flag=own_id"],
  ["--out=json", "cache.mine", "web1"],
  ["cache.clear_all", "web1"],
];

/** What is another thing on purpose, each with its reason. */
const different: readonly {
  readonly words: readonly string[];
  readonly why: string;
  readonly stock: object;
  readonly ours: object;
}[] = [
  {
    words: ["no.such"],
    why: "a script has to notice that nothing was done",
    stock: { code: 0, stdout: "'no.such' is not available.\n" },
    ours: { code: 1, stdout: "'no.such' is not available.\n" },
  },
  {
    words: ["error.error", "name=OSError", "message=away"],
    why: "the reason is enough: nobody needs our stack",
    stock: {
      code: 1,
      stdout: expect.stringMatching(/^Exception occurred in runner error.error: Traceback[\s\S]*OSError: away/),
    },
    ours: { code: 1, stdout: "Exception occurred in runner error.error: OSError: away\n" },
  },
  {
    words: ["mine.get"],
    why: "stock shows the docs and ends with 0",
    stock: { code: 0, stdout: expect.stringContaining("mine.get") },
    ours: { code: 1, stdout: "Exception occurred in runner mine.get: mine.get() needs the argument 'tgt'\n" },
  },
  {
    words: ["jobs.lookup_jid", "20200101000000000000"],
    why: "no output at all looks like a job that gave nothing",
    stock: { code: 0, stdout: "" },
    ours: { code: 1, stdout: expect.stringContaining('There is no job "20200101000000000000"') },
  },
];

describe.skipIf(!salt || salt.missing !== null)(`salt-run beside the one of ${release}`, () => {
  let directory: string;
  let stock: MasterUnderTest;
  let salina: SalinaMaster;
  let stockRuns: StockRuns;
  const minions: StockMinion[] = [];
  const jids = { stock: "", salina: "" };
  const answers = { stock: new Map<string, Ran>(), salina: new Map<string, Ran>() };

  beforeAll(async () => {
    if (!salt || salt.missing !== null) return;
    const { bin } = salt;
    directory = await mkdtemp(join(tmpdir(), "salina-"));
    const put = async (path: string, text: string) => {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), text);
    };
    await put("states/web/init.sls", "shown:\n  test.succeed_without_changes: []\n");
    await put("states/top.sls", "base: {}\n");
    await mkdir(join(directory, "states/empty"));
    await put("pillar/top.sls", "base:\n  'web*':\n    - match: glob\n    - common\n");
    await put("pillar/common.sls", "made_for: {{ grains['id'] }}\nrole: {{ grains['role'] }}\nlist: [1, two, 3.0]\n");
    const extraConfig = {
      auto_accept: true,
      timeout: 3,
      gather_job_timeout: 2,
      file_roots: { base: [join(directory, "states")] },
      pillar_roots: { base: [join(directory, "pillar")] },
    };
    const started = await Promise.all([
      startStockMaster({ bin, root: join(directory, "stock"), extraConfig }),
      startSalinaMaster({ checkout, root: join(directory, "salina"), extraConfig }),
    ]);
    [stock, salina] = started;
    minions.push(
      ...(await Promise.all(
        started.map((master) =>
          startMinion({
            bin,
            id: "web1",
            master: "127.0.0.1",
            publishPort: master.publishPort,
            requestPort: master.requestPort,
            root: join(directory, `minion-${master.kind}`),
            grains: { role: "web" },
            extraConfig: { mine_functions: { "test.ping": [], own_id: [{ mine_function: "grains.get" }, "id"] } },
          }),
        ),
      )),
    );
    await Promise.all(minions.map((minion) => minion.waitForLog(/Minion is ready to receive requests/, 90_000)));
    await Promise.all(
      started.map(async (master) => {
        await master.salt(["-t", "20", "web1", "test.arg", "a", "k=1"]);
        // A minion that is away: a key is all that there is of it.
        await writeFile(deadKeyFile(master), deadKey);
      }),
    );
    stockRuns = new StockRuns(bin, stock.configDir);
    const all = [...same, ...different.map(({ words }) => words)];
    const ask = async (kind: "stock" | "salina", run: (words: readonly string[]) => Promise<Ran>) => {
      const list = await run(["--out=json", "jobs.list_jobs", "search_function=test.arg"]);
      [jids[kind] = ""] = Object.keys(JSON.parse(list.stdout) as object);
      for (const words of all) {
        // Waiting for it again and again would teach nothing.
        if (words === same[1]) await rm(deadKeyFile(kind === "stock" ? stock : salina));
        const given = words.map((word) => (word === "JID" ? jids[kind] : word));
        const key = words.join(" ");
        const times = answers[kind].has(key) ? " again" : "";
        answers[kind].set(key + times, await run(given));
      }
    };
    await Promise.all([
      ask("stock", (words) => stockRuns.run(words)),
      ask("salina", async (words) => (await salina.saltRun(words)) as Ran),
    ]);
  }, 240_000);

  afterAll(async () => {
    await stockRuns?.end();
    await Promise.all(minions.map((minion) => minion.kill9()));
    await Promise.all([stock?.stop(), salina?.stop()]);
    await rm(directory, { recursive: true, force: true });
  });

  const names = same.map((words, at) => {
    const isAgain = same.slice(0, at).some((other) => other.join(" ") === words.join(" "));
    return words.join(" ") + (isAgain ? " again" : "");
  });

  test.each(names)("%s", (key) => {
    const [ours, theirs] = [answers.salina.get(key), answers.stock.get(key)];
    expect(theirs).toBeDefined();
    expect({ code: ours?.code, shown: shown(key, ours) }).toEqual({ code: theirs?.code, shown: shown(key, theirs) });
  });

  test.each(different)("$words is another thing: $why", ({ words, stock: theirs, ours }) => {
    expect(answers.stock.get(words.join(" "))).toMatchObject(theirs);
    expect(answers.salina.get(words.join(" "))).toMatchObject(ours);
  });

  test("a runner that asks minions is a job of the master, in the shape that stock stores", async () => {
    const asked = ["--out=json", "jobs.list_jobs", "search_function=runner.mine.update"];
    const { stdout } = await salina.saltRun(asked);
    const [[jid = "", about] = []] = Object.entries(JSON.parse(stdout) as Record<string, object>);
    const masterId = String((about as { Target: string[] }).Target[0]);
    expect(masterId).toMatch(/_master$/);
    const found = await salina.saltRun(["--out=json", "jobs.lookup_jid", jid]);
    expect(JSON.parse(found.stdout)).toEqual({
      [masterId]: {
        fun: "runner.mine.update",
        jid,
        user: expect.any(String),
        fun_args: ["web1"],
        return: { web1: true },
        success: true,
      },
    });
  });

  test("--async starts it, and says where it can be found", async () => {
    const { code, stdout, stderr } = await salina.saltRun(["--async", "mine.update", "web1"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    const tag = /under tag salt\/run\/(\d{20})/.exec(stderr);
    expect(tag).not.toBeNull();
    const events = await salina.saltRun(["--out=json", "jobs.list_job", tag?.[1] ?? ""]);
    expect(JSON.parse(events.stdout)).toMatchObject({ Function: "runner.mine.update" });
  });
});

function deadKeyFile({ pkiDir }: MasterUnderTest): string {
  return join(pkiDir, "minions", "db1");
}

/** JSON as what it says, text as it stands; what differs from run to run left out. */
function shown(key: string, ran: Ran | undefined): unknown {
  const text = (ran?.stdout ?? "").replace(/\d{4}, [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d\.\d{6}/g, "START");
  if (!key.startsWith("--out=json")) return lasting(text);
  return lasting(JSON.parse(text));
}

const deadKey = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo
4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onLRnrq0/IzW7yWR7QkrmBL7jTKEn5u
+qKhbwKfBstIs+bMY2Zkp18gnTxKLxoS2tFczGkPLPgizskuemMghRniWaoLcyeh
kd3qqGElvW/VDL5AaWTg0nLVkjRo9z+40RQzuVaE8AkAFmxZzow3x+VJYKdjykkJ
0iT9wCS0DRTXu269V264Vf/3jvredZiKRkgwlL9xNAwxXFg0x/XFw005UWVRIKdg
cKWTjpBP2dPwVZ4WWC+9aGVd+Gyn1o0CLelf4rEjGoXbAAEgAqeGUxrcIlbjXfbc
mwIDAQAB
-----END PUBLIC KEY-----
`;
