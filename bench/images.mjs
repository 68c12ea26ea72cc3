// Eight images that need three seconds each, of one base: four nodes one after the other, as by hand under a stock master, and
// orch.images under a stock master and under ours. Real engines: as root, `node bench/images.mjs` after `npm run build`.
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { whyNoEngines } from "@salina/lab";
import { EngineBench } from "../test/dist/states/engine-bench.js";

const release = "3006.30";
const names = ["node1", "node2", "node3", "node4"];
const ids = names.map((name) => `${name}.local.lan`);
const images = Array.from({ length: 8 }, (_, at) => `image${at + 1}`);

const missing = whyNoEngines();
if (missing !== null) throw new Error(missing);

async function withCluster(against, work) {
  const bench = await EngineBench.start({ against, release });
  try {
    const registry = await bench.startRegistry();
    await bench.addNodes(...names);
    const folder = join(bench.directory, "images");
    const write = (name, text) => {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, "Dockerfile"), text);
    };
    write("base", "FROM scratch\nCOPY busybox /bin/busybox\n");
    cpSync("/bin/busybox", join(folder, "base/busybox"));
    const text = 'ARG REGISTRY\nARG ARCH\nFROM $REGISTRY/$ARCH/base\nRUN ["/bin/busybox", "sleep", "3"]\n';
    for (const name of images) write(name, text);
    const daemon = { "insecure-registries": [registry.name] };
    await bench.orchestrate("orch.swarm", { swarm: { managers: ids.slice(0, 1), workers: ids.slice(1), daemon } });
    await work(bench, { images: { builders: ids, registry: registry.name, arch: "lab", folder } });
  } finally {
    await bench.end();
  }
}

const seconds = async (work) => {
  const begin = performance.now();
  await work();
  return ((performance.now() - begin) / 1000).toFixed(1);
};
const check = (failed, what) => {
  if (failed.length > 0) throw new Error(`${what}: ${JSON.stringify(failed)}`);
};

const rows = [];
await withCluster("stock", async (bench, pillar) => {
  const orchestrated = await seconds(async () =>
    check((await bench.orchestrate("orch.images", pillar)).failed, "orch.images"),
  );
  const byHand = await seconds(async () => {
    for (const [at, name] of ["base", ...images].entries()) {
      const id = ids[at % ids.length];
      const { stdout } = await bench.master.salt([
        "-t",
        "60",
        id,
        "cmd.run",
        `/usr/local/sbin/image-build build ${name}`,
      ]);
      if (!stdout.includes(":latest")) throw new Error(stdout);
    }
  });
  rows.push(["stock master, one after the other", byHand], ["stock master, orch.images", orchestrated]);
});
await withCluster("salina", async (bench, pillar) => {
  rows.push([
    "Salina, orch.images",
    await seconds(async () => check((await bench.orchestrate("orch.images", pillar)).failed, "orch.images")),
  ]);
});
console.log("| eight images of 3 s on four nodes | seconds |\n| --- | --- |");
for (const [what, took] of rows) console.log(`| ${what} | ${took} |`);
