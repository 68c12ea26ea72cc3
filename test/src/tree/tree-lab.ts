import { chmod, cp, mkdir, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { type MasterUnderTest, type StockMinion, startMinion, startSalinaMaster, startStockMaster } from "@salina/lab";
import { checkout } from "../interop/releases.js";
import { StockClient } from "./stock-client.js";

/** The minion's name and grains: what the tree's top files match on. */
export const minionId = "node.lan";

export interface Tree {
  /** Directories that a master serves. */
  readonly states: string;
  readonly dev: string;
  readonly pillar: string;
}

/**
 * A copy of `test/tree` in this directory, with the parts that are too large to be kept.
 * @param manyFiles how many files `file.recurse` copies
 */
export async function growTree(directory: string, manyFiles: number): Promise<Tree> {
  const tree = { states: join(directory, "states"), dev: join(directory, "dev"), pillar: join(directory, "pillar") };
  await cp(join(checkout, "test/tree"), directory, { recursive: true });
  const many = join(tree.states, "many");
  for (let folder = 0; folder < 10; folder++) {
    await mkdir(join(many, `folder${folder}`), { recursive: true });
    for (let file = 0; file < manyFiles / 10; file++) {
      await writeFile(
        join(many, `folder${folder}`, `file${file}.txt`),
        `file ${file} in folder ${folder}\n`.repeat(file),
      );
    }
  }
  // Not one in the other: which of two the minion makes first follows the order of a Python set.
  await mkdir(join(many, "empty"), { recursive: true });
  await writeFile(join(many, "left-out.skip"), "");
  return tree;
}

/** The tree's minion and a master of the given kind. Its directory stands in results: they are given with another name for it. */
export class TreeLab {
  readonly master: MasterUnderTest;
  readonly #minion: StockMinion;
  readonly #stockClient: StockClient | null;

  readonly #root: string;

  private constructor(master: MasterUnderTest, minion: StockMinion, bin: string, root: string) {
    this.#root = root;
    this.master = master;
    this.#minion = minion;
    this.#stockClient = master.kind === "stock" ? new StockClient(bin, master.configDir) : null;
  }

  static async start(kind: "stock" | "salina", bin: string, tree: Tree, directory: string): Promise<TreeLab> {
    // Of the same length for both: sizes stand in results too.
    const root = join(directory, `lab-${kind.padEnd(6, "-")}`);
    const extraConfig = {
      auto_accept: true,
      file_roots: { base: [tree.states], dev: [tree.dev] },
      pillar_roots: { base: [tree.pillar], dev: [join(tree.pillar, "dev")] },
      nodegroups: { everyone: "L@node.lan,other", nobody: "G@role:none" },
      file_recv: true,
      state_events: true,
      timeout: 60,
    };
    const masterRoot = join(root, "master");
    const master =
      kind === "stock"
        ? await startStockMaster({ bin, root: masterRoot, extraConfig })
        : await startSalinaMaster({ checkout, root: masterRoot, extraConfig });
    const bins = join(root, "bin");
    await mkdir(bins, { recursive: true });
    await writeFile(join(bins, "crontab"), crontab);
    await chmod(join(bins, "crontab"), 0o755);
    const minion = await startMinion({
      bin,
      id: minionId,
      master: "127.0.0.1",
      publishPort: master.publishPort,
      requestPort: master.requestPort,
      root: join(root, "minion"),
      grains: { role: "web", target: join(root, "target"), account: userInfo().username },
      extraConfig: {
        providers: { user: "stand_in_user", group: "stand_in_group", service: "stand_in_service" },
        mine_functions: { "test.ping": [], own_name: [{ mine_function: "grains.get" }, "id"] },
        state_output: "full",
      },
      env: { PATH: `${bins}:${process.env["PATH"] ?? ""}`, TREE_CRONTAB: join(root, "crontab.txt") },
    });
    await minion.waitForLog(/Minion is ready to receive requests/, 90_000);
    return new TreeLab(master, minion, bin, root);
  }

  /** What the minion returned; the text of the command where that is no answer. */
  async ask(words: readonly string[]): Promise<unknown> {
    const answer = await this.#ask(words);
    return answer === undefined ? undefined : JSON.parse(JSON.stringify(answer).replaceAll(this.#root, "/lab"));
  }

  async #ask(words: readonly string[]): Promise<unknown> {
    if (this.#stockClient) return await this.#stockClient.run(minionId, words);
    const output = await this.master.salt(["--static", "--out=json", "-t", "90", minionId, ...words]);
    try {
      return (JSON.parse(output.stdout) as Record<string, unknown>)[minionId];
    } catch {
      return output;
    }
  }

  async end(): Promise<void> {
    await this.#stockClient?.end();
    await this.#minion.kill9();
    await this.master.stop();
  }
}

/** Stands in for `crontab`: one file for everybody. */
const crontab = `#!/bin/sh
last=
for word in "$@"; do
  [ "$word" = -l ] && { cat "$TREE_CRONTAB" 2>/dev/null; exit 0; }
  last="$word"
done
cat -- "$last" > "$TREE_CRONTAB"
`;
