import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type MinionOptions,
  type SalinaMaster,
  type SalinaMasterOptions,
  type StockMinion,
  startMinion,
  startSalinaMaster,
} from "@salina/lab";
import { checkout, type Installed, installedReleases } from "./releases.js";

export interface BenchMinionOptions
  extends Pick<MinionOptions, "enter" | "extraConfig" | "grains" | "namespace" | "reboots"> {
  readonly release?: string;
  /** Address of the master. */
  readonly master?: string;
}

/** The release that most of these tests run: era 3. */
const newest = "3008.5";

/** One Salina with a config of the test's own, and stock minions of the releases that `npm test` runs. */
export class TestBench {
  readonly directory: string;
  readonly #installed: ReadonlyMap<string, Installed>;
  readonly #started: { kill9(): Promise<void> }[] = [];
  #master: SalinaMaster | null = null;
  #ports: { readonly publishPort: number; readonly requestPort: number } | null = null;

  private constructor(directory: string, installed: readonly Installed[]) {
    this.directory = directory;
    this.#installed = new Map(installed.map((one) => [one.release, one]));
  }

  static async make(): Promise<TestBench> {
    const directory = await mkdtemp(join(tmpdir(), "salina-"));
    return new TestBench(directory, await installedReleases({ SALINA_TEST_RELEASES: "test" }));
  }

  get master(): SalinaMaster {
    if (!this.#master) throw new Error("the master is not started");
    return this.#master;
  }

  get masterRoot(): string {
    return join(this.directory, "master");
  }

  async startMaster(options: Pick<SalinaMasterOptions, "extraConfig" | "own" | "publishPort" | "requestPort"> = {}) {
    this.#master = await startSalinaMaster({ checkout, root: this.masterRoot, ...options });
    return this.#master;
  }

  /** Minions come to these ports instead: of a master that the test has started by itself. */
  usePorts(ports: { readonly publishPort: number; readonly requestPort: number }): void {
    this.#ports = ports;
  }

  minionRoot(id: string): string {
    return join(this.directory, id);
  }

  /** Directory of a release's programs. @throws when it is not installed here */
  bin(release = newest): string {
    const installed = this.#installed.get(release);
    if (!installed || installed.missing !== null)
      throw new Error(`salt ${release}: ${installed?.missing ?? "unknown"}`);
    return installed.bin;
  }

  async startMinion(id: string, options: BenchMinionOptions = {}): Promise<StockMinion> {
    const { publishPort, requestPort } = this.#ports ?? this.master;
    const { release = newest, master = "127.0.0.1", ...more } = options;
    const minion = await startMinion({
      bin: this.bin(release),
      id,
      master,
      requestPort,
      ...(release.startsWith("3007.") ? { publishPort } : {}),
      root: this.minionRoot(id),
      ...more,
    });
    this.#started.push(minion);
    return minion;
  }

  isReady(minion: StockMinion, from?: number): Promise<unknown> {
    return minion.waitForLog(/Minion is ready to receive requests/, 90_000, from);
  }

  /** Ids that answered `test.ping` with true, sorted. */
  async ping(...target: readonly string[]): Promise<string[]> {
    const { stdout } = await this.master.salt(["--static", "--out=json", "-t", "15", ...target, "test.ping"]);
    const all = JSON.parse(stdout) as Record<string, unknown>;
    return Object.keys(all)
      .filter((id) => all[id] === true)
      .sort();
  }

  async end(): Promise<void> {
    await Promise.all(this.#started.map((minion) => minion.kill9()));
    await this.#master?.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}
