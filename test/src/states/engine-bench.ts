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
  type StockMinion,
  startMinion,
  startSalinaMaster,
  startStockMaster,
  stockEnvironment,
} from "@salina/lab";
import { checkout } from "../interop/releases.js";

export interface EngineNode {
  readonly id: string;
  readonly machine: EngineMachine;
  readonly minion: StockMinion;
}

export interface EngineBenchOptions {
  readonly against: "salina" | "stock";
  /** Directory of the programs of a stock release: of the master, if it is stock, and of the minions. */
  readonly bin: string;
  /** Of one minion, by its name: another release. */
  readonly bins?: Readonly<Record<string, string>>;
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
  #master: MasterUnderTest | null = null;
  #registry: LabRegistry | null = null;

  private constructor(directory: string, options: EngineBenchOptions) {
    this.directory = directory;
    this.#options = options;
  }

  static async start(options: EngineBenchOptions): Promise<EngineBench> {
    const bench = new EngineBench(await mkdtemp(join(tmpdir(), "salina-")), options);
    const { bin, against } = options;
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

  get master(): MasterUnderTest {
    if (!this.#master) throw new Error("the master is not started");
    return this.#master;
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
          bin: this.#options.bins?.[place.name] ?? this.#options.bin,
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
        ? [join(this.#options.bin, "salt-run")]
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
