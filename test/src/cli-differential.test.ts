import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Output } from "@salina/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CliLab } from "./cli/cli-lab.js";
import { groups } from "./cli/commands.js";
import { comparable } from "./cli/comparable.js";
import { listedDifferences } from "./cli/listed-differences.js";
import { installedReleases } from "./interop/releases.js";

const release = "3006.30";
const [salt] = await installedReleases({ SALINA_TEST_RELEASES: release });
if (!salt || salt.missing !== null)
  console.log(`SKIPPED: the commands beside stock: salt ${release}: ${salt?.missing}`);

/** `all`: every command. Without it the first three of each group, and what they build on. */
const isWhole = process.env["SALINA_TEST_CLI"] === "all";
const only = process.env["SALINA_TEST_CLI_ONLY"]?.split(";");
const chosen = groups
  .filter(({ about }) => only === undefined || only.includes(about))
  .map((group) => (isWhole || only ? group : { ...group, lines: group.lines.slice(0, 3) }));
const listed = listedDifferences();

/** The same commands to a stock master by the stock commands, and to ours by ours, with the same kind of minions. */
describe.skipIf(!salt || salt.missing !== null)("a command beside the stock one", () => {
  let directory: string;
  const answers = { stock: [] as Output[], salina: [] as Output[] };
  const roots = { stock: "", salina: "" };
  const count = { same: 0, listed: 0, failing: 0 };

  beforeAll(async () => {
    if (!salt || salt.missing !== null) return;
    directory = await mkdtemp(join(tmpdir(), "salina-"));
    const { bin } = salt;
    await Promise.all(
      (["stock", "salina"] as const).map(async (kind) => {
        const lab = await CliLab.start(kind, bin, directory);
        roots[kind] = lab.root;
        try {
          for (const { compat, lines } of chosen) {
            for (const line of lines) answers[kind].push(await lab.run(line, compat ? ["--compat"] : []));
          }
        } finally {
          await lab.end();
        }
      }),
    );
    const kept = process.env["SALINA_TEST_CLI_KEEP"];
    if (kept) await writeFile(kept, JSON.stringify({ lines: chosen.flatMap(({ lines }) => lines), answers, roots }));
  }, 1_500_000);

  afterAll(async () => {
    console.log(
      `commands beside stock ${release}: ${count.same} the same, ${count.listed} deliberately different, ${count.failing} failing`,
    );
    await rm(directory, { recursive: true, force: true });
  });

  let index = 0;
  for (const { about, lines } of chosen) {
    for (const line of lines) {
      const at = index++;
      test(`${about}: ${line}`, () => {
        const [stock, ours] = [answers.stock[at], answers.salina[at]];
        if (!stock || !ours) throw new Error("it was not run");
        const [expected, found] = [comparable(stock, roots.stock), comparable(ours, roots.salina)];
        count.failing += 1;
        if (listed.has(line)) {
          expect(found, "listed in docs/differences.md, and yet the same: take it out there").not.toEqual(expected);
          count.listed += 1;
        } else {
          expect(found).toEqual(expected);
          count.same += 1;
        }
        count.failing -= 1;
      });
    }
  }

  test("every command in docs/differences.md is one that is compared", () => {
    const known = new Set(groups.flatMap(({ lines }) => lines));
    expect([...listed].filter((line) => !known.has(line))).toEqual([]);
  });
});
