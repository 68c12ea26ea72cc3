import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DiskNode } from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { noDisks, scriptNode, states } from "./disk-bench.js";

/** The power fails at moments all over the migration: the node boots each time, and running it again ends migrated. */
let node: DiskNode;
let directory: string;
const script = "/root/salina-rootfs";
const onCard = `for step in prepare clone verify point; do ${script} $step || exit 1; done`;
const onSsd = `${script} finish`;
const cuts = 10;

beforeAll(async () => {
  if (noDisks !== null) return;
  directory = await mkdtemp(join(tmpdir(), "salina-"));
  node = await scriptNode({ directory: join(directory, "node1") });
  await node.boot();
  const text = await readFile(join(states, "rootfs/files/salina-rootfs"), "utf8");
  await node.must(`cat > ${script} <<'END OF THE SCRIPT'\n${text}\nEND OF THE SCRIPT\nchmod 755 ${script}`);
  await node.off();
});
afterAll(async () => {
  await node?.end();
  if (directory) await rm(directory, { recursive: true, force: true });
});

/** From wherever it is. */
async function migrate(): Promise<void> {
  if ((await node.nextRoot()) === "card") {
    await node.boot();
    await node.must(onCard);
    await node.off();
  }
  expect(await node.nextRoot()).toBe("ssd");
  await node.boot();
  await node.must(onSsd);
  await node.must(`${script} check`);
  expect(await node.must("cat '/srv/special/odd\nname/ file '")).toBe("in\n");
  await node.off();
}

/** Runs it from a state of both disks, and cuts the power when so much of the time has passed that it takes. */
async function cutAt(before: string, command: string, tookMs: number, share: number): Promise<void> {
  await node.restore(before);
  await node.boot();
  const run = node.run(command).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, tookMs * share));
  await node.cutPower();
  await run;
}

async function timed(command: string): Promise<number> {
  const begun = performance.now();
  await node.must(command);
  return performance.now() - begun;
}

test.skipIf(noDisks !== null)(
  "while the root is copied and the boot script moves",
  async () => {
    const before = join(directory, "before");
    await node.snapshot(before);
    await node.boot();
    const tookMs = await timed(onCard);
    await node.off();
    const ends = new Set<string>();
    for (let cut = 0; cut < cuts; cut++) {
      await cutAt(before, onCard, tookMs, (cut + 0.5) / cuts);
      // It boots: this throws where it does not.
      ends.add(await node.nextRoot());
      await migrate();
    }
    expect(ends).toContain("card");
  },
  300_000,
);

test.skipIf(noDisks !== null)(
  "while the card is emptied",
  async () => {
    await node.restore(join(directory, "before"));
    await node.boot();
    await node.must(onCard);
    await node.off();
    const before = join(directory, "copied");
    await node.snapshot(before);
    await node.boot();
    const tookMs = await timed(onSsd);
    await node.off();
    for (let cut = 0; cut < cuts; cut++) {
      await cutAt(before, onSsd, tookMs, (cut + 0.5) / cuts);
      expect(await node.nextRoot()).toBe("ssd");
      await migrate();
    }
  },
  300_000,
);
