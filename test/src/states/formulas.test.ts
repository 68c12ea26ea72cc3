import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stockEnvironment } from "@salina/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installedReleases } from "../interop/releases.js";
import { states } from "./disk-bench.js";

/** What holds for every bundled formula, on the oldest and the newest release of this run. */
const formulas = readdirSync(states).filter((name) => existsSync(join(states, name, "schema.yaml")));
const installed = (
  await installedReleases({ SALINA_TEST_RELEASES: process.env["SALINA_TEST_RELEASES"] ?? "3006.8,3008.5" })
).filter(({ missing }) => missing === null) as { release: string; bin: string }[];
const families = ["Arch", "Debian"] as const;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "salina-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function call(bin: string, family: string, words: readonly string[]): Promise<unknown> {
  const config = await mkdtemp(join(directory, "minion-"));
  const settings = {
    id: "node1",
    file_client: "local",
    root_dir: config,
    file_roots: { base: [states] },
    grains: { os_family: family, oscodename: "bookworm" },
    enable_fqdns_grains: false,
    enable_gpu_grains: false,
  };
  await writeFile(join(config, "minion"), JSON.stringify(settings));
  const args = [join(bin, "salt-call"), "-c", config, "--local", "--out=json", "-l", "quiet", ...words];
  const text = await new Promise<string>((resolve) => {
    const child = spawn(join(bin, "python"), args, { env: stockEnvironment(), stdio: ["ignore", "pipe", "ignore"] });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on("close", () => resolve(output));
  });
  return (JSON.parse(text) as { local: unknown }).local;
}

describe.each(installed)("under salt $release", ({ bin }) => {
  test.each(formulas)(
    "%s names what is wrong in its pillar, before any state runs",
    async (name) => {
      const [first = ""] = /^\w+/m.exec(await readFile(join(states, name, "schema.yaml"), "utf8")) ?? [];
      const pillar = JSON.stringify({ [name]: { [first]: { no: "good" }, "no-such-key": 1 } });
      const answer = await call(bin, "Debian", ["state.apply", name, `pillar=${pillar}`]);
      expect(answer).toEqual([expect.stringContaining("The pillar does not hold.")]);
      expect(String(answer)).toContain(`${name}:no-such-key: there is no such key`);
      expect(String(answer)).toContain(`${name}:${first}`);
    },
    60_000,
  );

  const whole: Readonly<Record<string, object>> = {
    node: {
      mirrors: ["http://mirror.example/x"],
      users: { ann: { sudo: "password", groups: ["adm"] } },
      cron: { a: { command: "true" } },
      mail: { host: "h", from: "a@b", to: "c@d" },
      scripts: { a: {} },
      remove_user: "alarm",
    },
    backups: { drive: { device: "nas:/x" }, volumes: { include: ["a_*", "b"] } },
  };
  test.each(families.flatMap((family) => Object.keys(whole).map((name) => [name, family] as const)))(
    "every SLS of %s renders for %s",
    async (name, family) => {
      const names = readdirSync(join(states, name)).filter((file) => file.endsWith(".sls"));
      const pillar = JSON.stringify({ [name]: whole[name], backups_restore: { volume: "data", of: "old" } });
      for (const file of names) {
        const sls = file === "init.sls" ? name : `${name}.${file.replace(".sls", "")}`;
        const high = await call(bin, family, ["state.show_sls", sls, `pillar=${pillar}`]);
        expect([sls, typeof high, Array.isArray(high)]).toEqual([sls, "object", false]);
      }
    },
    240_000,
  );

  test("a family that the states do not know is refused by its name", async () => {
    expect(await call(bin, "RedHat", ["state.apply", "node"])).toEqual([
      expect.stringContaining("node: these states know Arch and Debian, not RedHat"),
    ]);
  }, 60_000);
});
