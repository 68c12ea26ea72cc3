import { chmod, cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type LabRegistry, runCommand, until, whyNoEngines } from "@salina/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EngineBench } from "./engine-bench.js";
import { minionId, ok } from "./swarm-cases.js";

/** Images built by real engines on several machines and pushed to a real registry. `npm run test:swarm` runs it. */
const missing = process.env["SALINA_TEST_SWARM"] === undefined ? "run by npm run test:swarm" : whyNoEngines();
if (missing !== null) console.log(`SKIPPED: images built on several machines: ${missing}`);

const limitMs = 280_000;
let bench: EngineBench;
let registry: LabRegistry;
let repository: string;

const from = (base: string, more = "") => `ARG REGISTRY\nARG ARCH\nFROM $REGISTRY/$ARCH/${base}\n${more}`;

async function git(...args: readonly string[]): Promise<void> {
  const identity = ["-c", "user.name=lab", "-c", "user.email=lab@example.org", "-c", "init.defaultBranch=master"];
  const { code, stderr } = await runCommand("git", [...identity, "-C", repository, ...args]);
  if (code !== 0) throw new Error(stderr);
}

async function commit(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(repository, name), { recursive: true });
    await writeFile(join(repository, name, "Dockerfile"), text);
  }
  await git("add", "-A");
  await git("commit", "-qm", "images");
}

/** Puts a busybox into the registry, for images to be made from. */
async function pushBusybox(): Promise<void> {
  const { machine } = bench.node("node1");
  const root = join(bench.directory, "busybox");
  await mkdir(join(root, "bin"), { recursive: true });
  await cp("/bin/busybox", join(root, "bin/busybox"));
  await chmod(join(root, "bin/busybox"), 0o755);
  const image = `${registry.name}/busybox:latest`;
  const program = `ln -s busybox ${root}/bin/sh; tar -C ${root} -c . | docker import - ${image} && docker push ${image}`;
  const { code, stderr } = await machine.run("sh", ["-ec", program]);
  if (code !== 0) throw new Error(stderr);
}

const pillarOf = (builders: readonly string[], more: object = {}) => ({
  images: {
    builders: builders.map(minionId),
    registry: registry.name,
    arch: "lab",
    folder: "/run/images",
    source: repository,
    ...more,
  },
});

describe.skipIf(missing !== null).each(["salina", "stock"] as const)("images under a %s master", (against) => {
  beforeAll(async () => {
    bench = await EngineBench.start({ against, release: "3006.30", releases: { node2: "3008.5" } });
    registry = await bench.startRegistry();
    repository = join(bench.directory, "repository");
    await mkdir(repository);
    await git("init", "-q");
    await bench.addNodes("node1", "node2", "node3");
    const daemon = { "insecure-registries": [registry.name] };
    ok(
      await bench.orchestrate("orch.swarm", {
        swarm: { managers: [minionId("node1")], workers: [minionId("node2"), minionId("node3")], daemon },
      }),
    );
    await pushBusybox();
  }, limitMs);

  afterAll(() => bench?.end());

  test("are built after their bases on all nodes at once, pushed with two tags, and leave no local tag", {
    timeout: limitMs,
  }, async () => {
    await commit({
      builder: 'ARG REGISTRY\nFROM $REGISTRY/busybox\nRUN ["/bin/busybox", "touch", "/built"]\n',
      one: from("builder", 'RUN ["/bin/busybox", "sleep", "3"]\n'),
      two: from("builder", 'RUN ["/bin/busybox", "sleep", "3"]\n'),
      three: from("builder", 'RUN ["/bin/busybox", "sleep", "3"]\n'),
      last: `${from("one").trimEnd()} AS first\nFROM $REGISTRY/$ARCH/builder\nCOPY --from=first /built /again\n`,
    });

    const run = await bench.orchestrate("orch.images", pillarOf(["node1", "node2", "node3"]));

    ok(run);
    const summary = JSON.stringify(run.steps["summary"]);
    for (const name of ["builder", "one", "two", "three", "last"]) {
      expect(summary).toMatch(new RegExp(`${name} +node\\d.local.lan +done`));
      expect([...(await registry.tags(`lab/${name}`))].sort()).toEqual([
        expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        "latest",
      ]);
    }
    const built = new Set([...summary.matchAll(/(one|two|three) +(node\d)/g)].map((match) => match[2]));
    expect([...built].sort()).toEqual(["node1", "node2", "node3"]);
    for (const name of ["node1", "node2", "node3"]) {
      const images = await bench.node(name).machine.docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}");
      expect(images).not.toMatch(/:\d{4}-/);
    }
  });

  test("that fail stop only what is built from them", { timeout: limitMs }, async () => {
    await commit({
      two: from("builder", 'RUN ["/bin/busybox", "false"]\n'),
      "two-child": from("two"),
      fresh: from("builder"),
    });

    const run = await bench.orchestrate("orch.images", pillarOf(["node1", "node2"]));

    expect(run.failed).toContain("summary of a run with failures");
    const summary = JSON.stringify(run.steps["summary of a run with failures"]);
    expect(summary).toMatch(/two +node\d.local.lan +failed/);
    expect(summary).toMatch(/two-child +- +skipped: two was not built/);
    for (const name of ["builder", "one", "three", "last", "fresh"])
      expect(summary).toMatch(new RegExp(`${name} +node\\d.local.lan +done`));
    expect(await registry.images()).not.toContain("lab/two-child");
  });

  test("that a builder was building when it died are built by another", { timeout: limitMs }, async () => {
    const slow = from("builder", 'RUN ["/bin/busybox", "sleep", "9"]\n');
    await commit({ "slow-a": slow, "slow-b": slow });

    const running = bench.orchestrate("orch.images", pillarOf(["node1", "node3"], { only: ["slow-a", "slow-b"] }));
    await until(async () => (await bench.node("node3").machine.docker("ps", "-q")) !== "" || null, {
      timeoutMs: 60_000,
      about: "build on node3",
      everyMs: 200,
    });
    await bench.powerOff("node3");
    const run = await running;

    expect(run.failed).toContain("node3.local.lan builds");
    const summary = JSON.stringify(run.steps["summary of a run with failures"]);
    for (const name of ["slow-a", "slow-b"]) expect(summary).toMatch(new RegExp(`${name} +node1.local.lan +done`));
  });
});
