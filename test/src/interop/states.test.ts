import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { growTree, TreeLab } from "../tree/tree-lab.js";
import { installedReleases } from "./releases.js";

interface StateResult {
  readonly result: boolean;
  readonly comment: string;
  readonly __id__: string;
}

/**
 * The tree of states on the releases that are not compared with a stock master (`tree-differential.test.ts` does that
 * for one): all of its states hold, and hold again.
 */
const releases = (await installedReleases({ SALINA_TEST_RELEASES: "test" })).filter(
  ({ release }) => release !== "3006.30",
);

describe.each(releases)("a minion $release", (salt) => {
  if (salt.missing !== null) console.log(`SKIPPED: states on salt ${salt.release}: ${salt.missing}`);

  test.skipIf(salt.missing !== null)(
    "applies the tree, module, grain and state of its own included, and changes nothing the second time",
    async () => {
      if (salt.missing !== null) return;
      const directory = await mkdtemp(join(tmpdir(), "salina-"));
      const lab = await TreeLab.start("salina", salt.bin, await growTree(join(directory, "tree"), 100), directory);
      try {
        await lab.ask(["saltutil.sync_all"]);
        expect(await lab.ask(["grains.get", "smoke_grain"])).toBe("from the master");
        expect(await lab.ask(["state.show_top"])).toEqual({
          base: ["smoke", "smoke.web", "smoke.matched"],
          dev: ["smoke.dev"],
        });
        const first = (await lab.ask(["state.apply"])) as Record<string, StateResult>;
        expect(Object.values(first).filter(({ result }) => result !== true)).toEqual([]);
        expect(Object.keys(first).length).toBeGreaterThan(50);

        const again = (await lab.ask(["state.apply", "smoke.recurse"])) as Record<
          string,
          StateResult & { changes: object }
        >;
        expect(again[Object.keys(again).find((key) => key.includes("many")) ?? ""]).toMatchObject({
          result: true,
          changes: {},
        });
        expect(await lab.ask(["state.apply", "smoke.no_such_sls"])).toEqual([
          "No matching sls found for 'smoke.no_such_sls' in env 'base'",
        ]);
      } finally {
        await lab.end();
        await rm(directory, { recursive: true, force: true });
      }
    },
    300_000,
  );
});
