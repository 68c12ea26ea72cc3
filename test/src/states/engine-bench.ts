import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  EngineMachine,
  LabNetwork,
  LabRegistry,
  type MasterUnderTest,
  type Output,
  runCommand,
  type SalinaMaster,
  type StockMinion,
  startMinion,
  startSalinaMaster,
  startStockMaster,
  stockEnvironment,
} from "@salina/lab";
import { checkout, installedReleases } from "../interop/releases.js";

export interface EngineNode {
  readonly id: string;
  readonly machine: EngineMachine;
  readonly minion: StockMinion;
}

export interface EngineBenchOptions {
  readonly against: "salina" | "stock";
  /** A stock release: of the minions, and of the master if that is stock. */
  readonly release: string;
  /** Of single minions, by their names: other releases, where they can be had here. */
  readonly releases?: Readonly<Record<string, string>>;
}

interface StepResult {
  readonly result: boolean | null;
  readonly comment: string;
  readonly changes: Readonly<Record<string, unknown>>;
}

/** What an orchestration came to, by the ids of its steps. */
export interface Orchestrated {
  readonly output: Output;
  readonly steps: Readonly<Record<string, StepResult>>;
  /** Ids of steps with changes. */
  readonly changed: readonly string[];
  readonly failed: readonly string[];
}

/** A master that serves the bundled states, and machines with an engine and a stock minion each. */
export class EngineBench {
  readonly directory: string;
  readonly network = new LabNetwork();
  readonly nodes = new Map<string, EngineNode>();
  readonly #options: EngineBenchOptions;
  readonly #bins: ReadonlyMap<string, string>;
  #master: MasterUnderTest | null = null;
  #registry: LabRegistry | null = null;

  private constructor(directory: string, options: EngineBenchOptions, bins: ReadonlyMap<string, string>) {
    this.#bins = bins;
    this.directory = directory;
    this.#options = options;
  }

  static async start(options: EngineBenchOptions): Promise<EngineBench> {
    const { against, release } = options;
    const wanted = [...new Set([release, ...Object.values(options.releases ?? {})])];
    const bins = new Map<string, string>();
    for (const one of await installedReleases({ SALINA_TEST_RELEASES: wanted.join(",") })) {
      const reason = one.missing ?? (await whyNotStarted(one.bin));
      if (reason === null && one.missing === null) bins.set(one.release, one.bin);
      else if (one.release === release) throw new Error(`salt ${one.release}: ${reason}`);
      else console.log(`SKIPPED: a minion of salt ${one.release}, ${release} runs in its place: ${reason}`);
    }
    const bench = new EngineBench(await mkdtemp(join(tmpdir(), "salina-")), options, bins);
    const bin = bench.#bin();
    const root = join(bench.directory, "master");
    const extraConfig = {
      interface: "0.0.0.0",
      id: "box_master",
      auto_accept: true,
      timeout: 10,
      file_roots: { base: [join(checkout, "states"), join(bench.directory, "states")] },
    };
    try {
      bench.#master =
        against === "stock"
          ? await startStockMaster({ bin, root, extraConfig })
          : await startSalinaMaster({ checkout, root, extraConfig: { ...extraConfig, log_level: "debug" } });
    } catch (error) {
      await bench.end();
      throw error;
    }
    return bench;
  }

  /** Directory of a release's programs: of a minion, or of the stock master. */
  #bin(name?: string): string {
    const { release, releases } = this.#options;
    return this.#bins.get(releases?.[name ?? ""] ?? release) ?? this.#bins.get(release) ?? "";
  }

  get master(): MasterUnderTest {
    if (!this.#master) throw new Error("the master is not started");
    return this.#master;
  }

  /** Path of our own master's local socket. */
  get socketPath(): string {
    return (this.master as SalinaMaster).socketPath;
  }

  get masterRoot(): string {
    return join(this.directory, "master");
  }

  async startRegistry(): Promise<LabRegistry> {
    this.#registry = await LabRegistry.start(this.network.hostAddress, join(this.directory, "registry"));
    return this.#registry;
  }

  async addNodes(...names: readonly string[]): Promise<void> {
    const places = names.map((name) => this.network.add(name));
    await Promise.all(
      places.map(async (place) => {
        const id = `${place.name}.local.lan`;
        const root = join(this.directory, place.name);
        const machine = new EngineMachine(place, this.network.mark, join(root, "machine"));
        await mkdir(join(root, "machine"), { recursive: true });
        await machine.powerOn();
        const minion = await startMinion({
          bin: this.#bin(place.name),
          id,
          master: this.network.hostAddress,
          publishPort: this.master.publishPort,
          requestPort: this.master.requestPort,
          root,
          enter: () => machine.enter,
          // No systemd runs in it, and as long as there is a systemctl Salt would leave its services alone.
          extraConfig: { disable_modules: ["systemd_service"] },
        });
        this.nodes.set(place.name, { id, machine, minion });
      }),
    );
    await Promise.all(names.map((name) => this.isReady(name)));
  }

  isReady(name: string): Promise<unknown> {
    return this.node(name).minion.waitForLog(/Minion is ready to receive requests/, 90_000);
  }

  node(name: string): EngineNode {
    const node = this.nodes.get(name);
    if (!node) throw new Error(`there is no ${name}`);
    return node;
  }

  /** The whole machine loses its power. */
  async powerOff(name: string): Promise<void> {
    const { machine, minion } = this.node(name);
    await Promise.all([machine.powerOff(), minion.kill9()]);
  }

  async powerOn(name: string): Promise<void> {
    const { machine, minion } = this.node(name);
    await machine.powerOn();
    await minion.restart();
    await this.isReady(name);
  }

  /** For messages: what went wrong within the steps. */
  static reasons({ steps, failed, output }: Orchestrated): unknown {
    return failed.length > 0 ? failed.map((id) => steps[id]) : output.stderr;
  }

  async orchestrate(name: string, pillar: unknown, ...words: readonly string[]): Promise<Orchestrated> {
    const args = ["--out=json", "state.orchestrate", name, `pillar=${JSON.stringify(pillar)}`, ...words];
    const output = await this.saltRun(args);
    const steps: Record<string, StepResult> = {};
    const shown = /\{[\s\S]*\}/.exec(output.stdout)?.[0];
    const data = (shown === undefined ? {} : JSON.parse(shown)) as { data?: Record<string, unknown> };
    for (const run of Object.values(data.data ?? {}))
      if (typeof run === "object" && run !== null)
        for (const [tag, step] of Object.entries(run)) steps[tag.split("_|-")[1] ?? ""] = step as StepResult;
    const ids = Object.keys(steps);
    return {
      output,
      steps,
      changed: ids.filter((id) => Object.keys(steps[id]?.changes ?? {}).length > 0),
      failed: ids.filter((id) => steps[id]?.result === false),
    };
  }

  saltRun(args: readonly string[]): Promise<Output> {
    const timeoutMs = 300_000;
    const { configDir } = this.master;
    const [program = "", ...words] =
      this.#options.against === "stock"
        ? [join(this.#bin(), "salt-run")]
        : [process.execPath, join(checkout, "packages/cli/bin/salt-run.mjs")];
    return runCommand(program, [...words, "-c", configDir, ...args], { env: stockEnvironment(), timeoutMs });
  }

  /** A file of the file root. */
  async writeState(path: string, text: string): Promise<void> {
    await mkdir(join(this.directory, "states", path, ".."), { recursive: true });
    await writeFile(join(this.directory, "states", path), text);
  }

  async end(): Promise<void> {
    await Promise.all(
      [...this.nodes.values()].map(async ({ machine, minion }) => {
        await Promise.all([minion.kill9(), machine.powerOff()]);
      }),
    );
    await this.#registry?.stop();
    await this.#master?.stop();
    await this.network.remove();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** Why the programs of a release do not run; null: they do. */
export async function whyNotStarted(bin: string): Promise<string | null> {
  const { code, stderr } = await runCommand("sh", ["-c", '"$0" --version', join(bin, "salt-minion")]);
  return code === 0 ? null : stderr.trim();
}
