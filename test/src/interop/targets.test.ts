import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestBench } from "./test-bench.js";

/** Every kind of target, with stock minions of eras 2 and 3: who is meant by the master is who answers. */
const minions = {
  web1: { release: "3008.5", grains: { role: ["front", "cache"], rack: { row: 1, "a:b": "x" }, os_like: "one two" } },
  web2: { release: "3006.8", grains: { role: "front", rack: { row: 2 } } },
  db1: { release: "3007.17", grains: { role: "store", rack: { row: 1 }, "1": { deep: "yes" } } },
} as const;
const ids = Object.keys(minions) as (keyof typeof minions)[];
const all = [...ids].sort();
let bench: TestBench;

beforeAll(async () => {
  bench = await TestBench.make();
  const pillar = join(bench.directory, "pillar");
  await mkdir(pillar);
  await writeFile(join(pillar, "top.sls"), "base:\n  web1:\n    - primary\n");
  await writeFile(join(pillar, "primary.sls"), "role: {name: Primary}\n");
  await bench.startMaster({
    extraConfig: {
      auto_accept: true,
      minimum_auth_version: 0,
      pillar_roots: { base: [pillar] },
      nodegroups: {
        fronts: "G@role:front",
        pair: ["web1", "db1"],
        rest: "not N@fronts",
        blank: ["G@os_like:one two", "or", "db1"],
      },
    },
  });
  const started = await Promise.all(ids.map((id) => bench.startMinion(id, minions[id])));
  for (const minion of started) await bench.isReady(minion);
});

afterAll(() => bench.end());

// A minion that is meant and does not match itself would be missing here, after a wait.
test.each<[string, readonly string[], readonly string[]]>([
  ["glob", ["web[12]"], ["web1", "web2"]],
  ["pcre", ["-E", "(web|db)1$"], ["db1", "web1"]],
  ["list", ["-L", "web1,db1"], ["db1", "web1"]],
  ["grain", ["-G", "role:front"], ["web1", "web2"]],
  ["grain, nested", ["-G", "rack:row:1"], ["db1", "web1"]],
  ["grain, by another delimiter", ["-G", "--delimiter=|", "rack|a:b|x"], ["web1"]],
  ["grain, any value", ["-G", "rack:*"], all],
  ["grain_pcre", ["-P", "role:(store|cache)"], ["db1", "web1"]],
  ["grain_pcre, upper case", ["--grain-pcre", "role:FRO"], ["web1", "web2"]],
  ["nodegroup", ["-N", "fronts"], ["web1", "web2"]],
  ["nodegroup of ids", ["-N", "pair"], ["db1", "web1"]],
  ["nodegroup of a nodegroup", ["-N", "rest"], ["db1"]],
  ["nodegroup with a blank in a word", ["-N", "blank"], ["db1", "web1"]],
  ["compound", ["-C", "( web* or N@pair ) and not G@rack:row:2"], ["db1", "web1"]],
  [
    "compound, every letter",
    ["-C", "G|@rack|row|1 and P@role:^s or L@web2,gone and E@web and not S@10.255.0.0/16"],
    ["db1", "web2"],
  ],
  ["compound, minions without a pillar value", ["-C", "not I@nothing:* and not J@nothing:x"], all],
  ["ipcidr, address", ["-S", "127.0.0.1"], all],
  ["ipcidr, network", ["--ipcidr", "127.0.0.0/8"], all],
])("%s", async (_, target, expected) => {
  expect(await bench.ping(...target)).toEqual(expected);
});

test.each([
  [["-I", "role:name:primary"], ["web1"]],
  [["-I", "role:name:prim*"], ["web1"]],
  [["-J", "role:name:^p.+y$"], ["web1"]],
  [
    ["-C", "I@role:name:primary or db1"],
    ["db1", "web1"],
  ],
])("pillar: %j", async (target, expected) => {
  expect(await bench.ping(...target)).toEqual(expected);
});

test("a pillar that only one command gives along changes nobody's data", async () => {
  await bench.master.salt(["-t", "30", "web2", "pillar.items", "pillar={role: {name: Primary}}"]);
  expect(await bench.ping("-I", "role:name:primary")).toEqual(["web1"]);
});

test.each([
  ["-C", "web1 and ( db1", "a parenthesis is not closed (at character 10)"],
  ["-N", "nope", 'the nodegroup "nope" is not known'],
  ["-R", "%web", "range_server"],
  ["-G", "role", "it has to be key:pattern"],
  ["-S", "127.0.0.1/8", "bits set beyond the network"],
  ["-P", "role:(a)\\1", "back-references"],
])("%s %s is not sent, and why is said", async (option, expression, reason) => {
  const { stdout, stderr, code } = await bench.master.salt([option, expression, "test.ping"]);

  expect(stderr).toContain(reason);
  expect(stdout).toContain("No minions matched the target.");
  expect(code).toBe(2);
});

test("grains are known again after the death of the master, before any minion has said anything", async () => {
  await bench.master.restart("SIGKILL");

  const { stdout } = await bench.master.salt(["--preview-target", "-C", "G@role:store or G@rack:row:2"]);
  expect(stdout).toBe("- db1\n- web2\n");
});

test("a minion whose key is deleted leaves nothing behind", async () => {
  await bench.master.saltKey(["-y", "-d", "web2"]);

  const { stdout } = await bench.master.salt(["--preview-target", "-G", "role:front"]);
  expect(stdout).toBe("- web1\n");
});
