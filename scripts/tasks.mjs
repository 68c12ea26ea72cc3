import { join } from "node:path";
import { ensurePepper } from "./pepper.mjs";
import { demoRelease, differentialRelease, testReleases } from "./salt-releases.mjs";
import { ensureSaltVenv, SaltNotAvailable } from "./salt-venv.mjs";
import { build } from "./setup/build.mjs";
import { ensureNode, withNode } from "./setup/node.mjs";
import { ensurePackages } from "./setup/packages.mjs";
import { root, toolsDir } from "./setup/paths.mjs";
import { say } from "./setup/say.mjs";
import { mustRun, run } from "./setup/spawn.mjs";
import { ensureSystemPackages } from "./setup/system-packages.mjs";

/** Node, packages and build: what every task needs. Each part skips what is there. */
async function ready() {
  const node = await ensureNode();
  await ensurePackages(node);
  await build(node);
  return node;
}

async function stockSalt(releases) {
  for (const release of releases) await saltOrReason(release);
}

function bin(name) {
  return join(root, "node_modules", ".bin", name);
}

async function check(node) {
  const env = withNode(node);
  const steps = [
    ["format and lint", bin("biome"), ["check", "--error-on-warnings", "."]],
    ["dependency rule", bin("depcruise"), ["packages", "--include-only", "^packages/[^/]+/dist"]],
    ["docs are current", node, [join(root, "scripts/check-docs.mjs")]],
  ];
  for (const [what, command, args] of steps) {
    const code = await run(command, args, { cwd: root, env, quiet: true });
    if (code !== 0) throw new Error(`check: ${what}`);
    say(`check: ${what}: ok`);
  }
}

/** Null where a release cannot be had here, with the reason said: its tests say so too. */
async function saltOrReason(release) {
  try {
    return await ensureSaltVenv({ release, toolsDir, log: say });
  } catch (error) {
    if (!(error instanceof SaltNotAvailable)) throw error;
    say(`salt ${release} is not available here: ${error.message}`);
    return null;
  }
}

/** The differential tests ask the Python code of stock Salt: they are told where it is. */
async function vitest(node, args, more = {}) {
  const salt = await saltOrReason(differentialRelease);
  const pepper = salt && (await ensurePepper({ python: salt.python, toolsDir, log: say }));
  const env = {
    ...withNode(node),
    ...more,
    ...(salt ? { SALINA_SALT_PYTHON: salt.python } : {}),
    ...(pepper ? { SALINA_PEPPER: pepper } : {}),
  };
  return run(bin("vitest"), ["run", ...args], { cwd: root, env });
}

/** By the names of package.json. Each resolves with its exit code. */
export const tasks = {
  async setup() {
    await ready();
    await stockSalt([demoRelease, ...testReleases]);
    say("ready");
  },
  async build() {
    await ready();
  },
  async check() {
    await check(await ready());
  },
  async format() {
    await mustRun(bin("biome"), ["check", "--write", "."], { cwd: root, env: withNode(await ensureNode()) });
  },
  async test(args) {
    const node = await ready();
    await check(node);
    await stockSalt([demoRelease, ...testReleases]);
    await ensureSystemPackages();
    return vitest(node, args);
  },
  async "test:unit"(args) {
    return vitest(await ready(), ["--project", "unit", ...args]);
  },
  async "test:interop"(args) {
    const node = await ready();
    await stockSalt([demoRelease, ...testReleases]);
    await ensureSystemPackages();
    return vitest(node, ["--project", "interop", ...args]);
  },
  /** Real Docker engines: what npm test leaves out of it, because it takes many minutes. One file at a time: each is a cluster. */
  async "test:swarm"(args) {
    const node = await ready();
    await stockSalt(testReleases);
    await ensureSystemPackages();
    const files = ["states/swarm", "states/image"];
    return vitest(node, ["--project", "interop", "--no-file-parallelism", ...files, ...args], {
      SALINA_TEST_SWARM: "all",
    });
  },
  /** Every command of the comparison with the stock commands; npm test runs a short form. */
  async "test:cli-diff"(args) {
    const node = await ready();
    await stockSalt([differentialRelease]);
    return vitest(node, ["--project", "interop", "test/dist/cli-differential.test.js", ...args], {
      SALINA_TEST_CLI: "all",
    });
  },
  async "test:matrix"(args) {
    const node = await ready();
    return run(node, [join(root, "scripts/matrix.mjs"), ...args], { cwd: root, env: withNode(node) });
  },
  /** Beside a stock master: how long the commands take. */
  async bench(args) {
    const node = await ready();
    await stockSalt([differentialRelease]);
    return run(node, [join(root, "bench/cli.mjs"), ...args], { cwd: root, env: withNode(node) });
  },
  async demo(args) {
    const node = await ready();
    await stockSalt([demoRelease]);
    return run(node, [join(root, "scripts/demo.mjs"), ...args], { cwd: root, env: withNode(node) });
  },
  async start(args) {
    return run(await ready(), [join(root, "packages/master/bin/salt-master.mjs"), ...args], { cwd: process.cwd() });
  },
};
