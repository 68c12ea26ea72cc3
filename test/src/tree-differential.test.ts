import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installedReleases } from "./interop/releases.js";
import { commands } from "./tree/commands.js";
import { lasting } from "./tree/same-result.js";
import { growTree, TreeLab } from "./tree/tree-lab.js";

const release = process.env["SALINA_TREE_RELEASE"] ?? "3006.30";
const [salt] = await installedReleases({ SALINA_TEST_RELEASES: release });
if (!salt || salt.missing !== null) console.log(`SKIPPED: the tree of states: salt ${release}: ${salt?.missing}`);

/** The same kind of minion, the same tree, two masters side by side. Everything that the minions returned is compared. */
describe.skipIf(!salt || salt.missing !== null)(`what a minion ${release} returns`, () => {
  let directory: string;
  const answers = { stock: new Map<string, unknown>(), salina: new Map<string, unknown>() };

  beforeAll(async () => {
    if (!salt || salt.missing !== null) return;
    directory = await mkdtemp(join(tmpdir(), "salina-"));
    const tree = await growTree(join(directory, "tree"), 1000);
    const { bin } = salt;
    await Promise.all(
      (["stock", "salina"] as const).map(async (kind) => {
        const lab = await TreeLab.start(kind, bin, tree, directory);
        try {
          for (const command of commands) answers[kind].set(command.join(" "), lasting(await lab.ask(command)));
        } finally {
          await lab.end();
        }
      }),
    );
  }, 900_000);

  afterAll(() => rm(directory, { recursive: true, force: true }));

  for (const command of commands) {
    test(command.join(" "), () => {
      const key = command.join(" ");
      expect(answers.stock.has(key)).toBe(true);
      const [ours, theirs] = [answers.salina.get(key), answers.stock.get(key)];
      // Stock lists environments in the order of a set.
      if (key === "cp.envs") expect([ours].flat().sort()).toEqual([theirs].flat().sort());
      else expect(ours).toEqual(theirs);
    });
  }
});
