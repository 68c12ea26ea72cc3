import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DiskNode,
  type DiskNodeOptions,
  diskPackages,
  type Output,
  type SalinaMaster,
  startSalinaMaster,
  until,
  whyNot,
} from "@salina/lab";
import { checkout, installedReleases } from "../interop/releases.js";

export const states = join(checkout, "states");
/** Why no nodes with disks can be had here; null: they can. */
export const noDisks = whyNot(diskPackages, { root: true });
if (noDisks !== null) console.log(`SKIPPED: nodes with disks: ${noDisks}`);

export interface Migrated {
  readonly output: Output;
  /** Results of steps by their ids. */
  readonly steps: Readonly<
    Record<string, { readonly result: boolean | null; readonly changes: object; readonly comment: string }>
  >;
}

/** States or steps that failed; of a run that was not begun the reasons. */
export function failed(steps: Migrated["steps"] | readonly string[]): readonly unknown[] {
  if (isReasons(steps)) return steps;
  return Object.entries(steps).filter(([, { result }]) => result === false);
}

/** Ids of those with changes. */
export function changed(steps: Migrated["steps"] | readonly string[]): readonly string[] {
  if (isReasons(steps)) return [];
  return Object.entries(steps)
    .filter(([, { changes }]) => Object.keys(changes).length > 0)
    .map(([id]) => id);
}

function isReasons(steps: Migrated["steps"] | readonly string[]): steps is readonly string[] {
  return Array.isArray(steps);
}

/** Nodes with disks, and a master that serves the bundled states. */
export class DiskBench {
  readonly directory: string;
  readonly master: SalinaMaster;
  readonly #nodes: DiskNode[] = [];

  private constructor(directory: string, master: SalinaMaster) {
    this.directory = directory;
    this.master = master;
  }

  static async start(
    own: Readonly<Record<string, unknown>> = {},
    extraConfig: Readonly<Record<string, unknown>> = {},
  ): Promise<DiskBench> {
    const directory = await mkdtemp(join(tmpdir(), "salina-"));
    const master = await startSalinaMaster({
      checkout,
      root: join(directory, "master"),
      extraConfig: {
        id: "box_master",
        auto_accept: true,
        minimum_auth_version: 0,
        timeout: 10,
        file_roots: { base: [] },
        ...extraConfig,
      },
      own: { bundled_states: true, ...own },
    });
    return new DiskBench(directory, master);
  }

  /** A node that has booted from its card, with a minion that answers. */
  async node(id: string, release = "3008.5", options: Partial<DiskNodeOptions> = {}): Promise<DiskNode> {
    const [found] = await installedReleases({ SALINA_TEST_RELEASES: release });
    if (found === undefined || found.missing !== null)
      throw new Error(`salt ${release}: ${found?.missing ?? "unknown"}`);
    const { requestPort } = this.master;
    const node = await DiskNode.make({
      directory: join(this.directory, id),
      id,
      bin: found.bin,
      requestPort,
      ...options,
    });
    this.#nodes.push(node);
    await node.boot();
    await this.answers(id);
    return node;
  }

  async answers(id: string): Promise<void> {
    const { master } = this;
    const asked = async () =>
      (await master.salt(["--out=json", "--static", "-t", "3", id, "test.ping"])).stdout.includes("true");
    await until(asked, { timeoutMs: 90_000, about: `${id} to answer`, everyMs: 300 });
  }

  /** `state.apply` on one minion, by state ids. */
  async apply(id: string, ...words: readonly string[]): Promise<Migrated["steps"] | readonly string[]> {
    const { stdout } = await this.master.salt(["--out=json", "--static", "-t", "120", id, "state.apply", ...words]);
    const all = (JSON.parse(stdout) as Record<string, Record<string, { __id__: string }> | readonly string[]>)[id];
    if (all === undefined || Array.isArray(all)) return (all ?? []) as readonly string[];
    return Object.fromEntries(Object.values(all).map((one) => [one.__id__, one])) as unknown as Migrated["steps"];
  }

  async orchestrate(name: string, ...words: readonly string[]): Promise<Migrated> {
    const output = await this.master.saltRun(["--out=json", "state.orchestrate", name, ...words], {
      timeoutMs: 240_000,
    });
    const read = output.stdout.startsWith("{") ? (JSON.parse(output.stdout) as { data?: Record<string, object> }) : {};
    const all = Object.values(Object.values(read.data ?? {})[0] ?? {}) as { readonly __id__: string }[];
    return { output, steps: Object.fromEntries(all.map((one) => [one.__id__, one])) as unknown as Migrated["steps"] };
  }

  async end(): Promise<void> {
    for (const node of this.#nodes) await node.end();
    await this.master.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** A node without a minion. Its root has the script of the states. */
export async function scriptNode(
  options: Partial<DiskNodeOptions> & { readonly directory: string },
): Promise<DiskNode> {
  return await DiskNode.make({ id: "node1", bin: null, requestPort: 1, ...options });
}

/** What stands on a disk. */
export async function checksum(image: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(image)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
