import { generateKeyPairSync } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type MasterUnderTest,
  type Output,
  runCommand,
  type StockMinion,
  startMinion,
  startSalinaMaster,
  startStockMaster,
} from "@salina/lab";
import { checkout } from "../interop/releases.js";
import { type CommandLine, readCommand } from "./command-line.js";
import { StockCommands } from "./stock-commands.js";

const { publicKey: anyKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
});

/** Keys that no minion has; the same for both masters. */
const keys: Readonly<Record<string, readonly string[]>> = {
  minions: ["old1"],
  minions_pre: ["pending1", "pending2", "pending3", "pending4", "pending5", "pending6", "broken1"],
  minions_rejected: ["rejected1"],
  minions_denied: ["denied1"],
};

const roles = { web1: "web", web2: "web", db1: "db" };

/** A master with three minions that answer and one accepted key without a minion. */
export class CliLab {
  readonly root: string;
  readonly #master: MasterUnderTest;
  readonly #minions: readonly StockMinion[];
  readonly #stock: StockCommands | null;

  private constructor(root: string, master: MasterUnderTest, minions: readonly StockMinion[], bin: string) {
    this.root = root;
    this.#master = master;
    this.#minions = minions;
    this.#stock = master.kind === "stock" ? new StockCommands(bin) : null;
  }

  static async start(kind: "stock" | "salina", bin: string, directory: string): Promise<CliLab> {
    // Of the same length for both: sizes and widths depend on it.
    const root = join(directory, `lab-${kind.padEnd(6, "-")}`);
    const tree = await plant(root);
    const masterRoot = join(root, "master");
    for (const [folder, ids] of Object.entries(keys)) {
      const path = join(masterRoot, "pki", folder);
      await mkdir(path, { recursive: true, mode: 0o700 });
      for (const id of ids) await writeFile(join(path, id), id === "broken1" ? "no key\n" : anyKey);
    }
    const extraConfig = {
      auto_accept: true,
      timeout: 20,
      file_roots: { base: [tree.states] },
      pillar_roots: { base: [tree.pillar] },
      nodegroups: { webs: "web*" },
    };
    const options = { root: masterRoot, extraConfig };
    const master =
      kind === "stock"
        ? await startStockMaster({ bin, ...options })
        : await startSalinaMaster({ checkout, ...options });
    const minions = await Promise.all(
      Object.entries(roles).map(([id, role]) =>
        startMinion({
          bin,
          id,
          master: "127.0.0.1",
          publishPort: master.publishPort,
          requestPort: master.requestPort,
          root: join(root, id),
          grains: { role, deep: { inner: "leaf" }, files: join(root, "files") },
        }),
      ),
    );
    await Promise.all(minions.map((minion) => minion.waitForLog(/Minion is ready to receive requests/, 120_000)));
    return new CliLab(root, master, minions, bin);
  }

  /** @param more options for our commands alone */
  async run(line: string, more: readonly string[]): Promise<Output> {
    const asked = readCommand(line);
    const cwd = join(this.root, "cwd");
    if (asked.program === "cat") {
      return { code: 0, stdout: await readFile(join(cwd, asked.argv[0] ?? ""), "utf8").catch(String), stderr: "" };
    }
    const argv = [
      "-c",
      this.#master.configDir,
      ...asked.argv.map((word) => word.replace(/^(copies|nowhere)\//, `${this.root}/$1/`)),
    ];
    if (this.#stock) return await this.#stock.run({ ...asked, argv }, cwd);
    return await this.#ours({ ...asked, argv: [...argv.slice(0, 2), ...more, ...argv.slice(2)] }, cwd);
  }

  #ours({ program, argv, stdin, env }: CommandLine, cwd: string): Promise<Output> {
    const script = join(checkout, "packages/cli/bin", `${program}.mjs`);
    return runCommand(process.execPath, [script, ...argv], { cwd, input: stdin, env: { ...process.env, ...env } });
  }

  async end(): Promise<void> {
    await this.#stock?.end();
    await Promise.all(this.#minions.map((minion) => minion.kill9()));
    await this.#master.stop();
  }
}

interface Tree {
  readonly states: string;
  readonly pillar: string;
}

async function plant(root: string): Promise<Tree> {
  const files: Readonly<Record<string, string>> = {
    "states/demo.sls": demo,
    "states/good.sls": good,
    "states/top.sls": "base:\n  'web*':\n    - good\n",
    "states/broken.sls": "a:\n  test.nop\n - b\n",
    "states/orch.sls": orchestration,
    "pillar/top.sls": "base:\n  'web*':\n    - web\n",
    "pillar/web.sls": "who: web\n",
    "cwd/small.txt": "small\n",
    "cwd/other.txt": "other ümläut\n",
    "cwd/folder/inner/a.txt": "a\n",
    "cwd/folder/b.txt": "b\n",
    "cwd/large.bin": "0123456789abcdef".repeat(20_000),
    "cwd/Saltfile.json": "salt:\n  output: json\n",
    "files/kept.txt": "kept\n",
    "copies/.kept": "",
  };
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, content);
  }
  await mkdir(join(root, "cwd/folder/empty"), { recursive: true });
  return { states: join(root, "states"), pillar: join(root, "pillar") };
}

const demo = `{{ grains.files }}/demo.txt:
  file.managed:
    - contents: {{ range(1, 1000) | random }}
    - show_changes: False

fine:
  test.succeed_without_changes

bad:
  test.fail_without_changes

changed:
  test.configurable_test_state:
    - name: other-name
    - changes: True
    - result: True
    - comment: |
        two
        lines
    - warnings: watch out

maybe:
  test.configurable_test_state:
    - changes: True
    - result: None

never:
  test.nop:
    - require:
      - test: bad
`;

const good = `{{ grains.files }}/kept.txt:
  file.exists

fine:
  test.succeed_with_changes
`;

const orchestration = `ask:
  salt.function:
    - name: test.ping
    - tgt: web1

good:
  salt.state:
    - tgt: web1
    - sls: good
    - require:
      - salt: ask
`;
