import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type MasterUnderTest,
  type MinionOptions,
  type Output,
  type SaltOptions,
  type StockMinion,
  startMinion,
  startSalinaMaster,
  startStockMaster,
  until,
} from "@salina/lab";
import { checkout } from "./releases.js";

/** A master and its minions of one release, in a directory that goes away with them. */
export class LabOfRelease {
  readonly master: MasterUnderTest;
  readonly directory: string;
  readonly #bin: string;
  readonly #minions: StockMinion[] = [];

  private constructor(master: MasterUnderTest, directory: string, bin: string) {
    this.master = master;
    this.directory = directory;
    this.#bin = bin;
  }

  /** @param against `stock` runs the same cases with the release's own master: it shows what the cases themselves expect */
  static async start(
    bin: string,
    against: "salina" | "stock",
    extraConfig: SaltOptions = {},
    directory?: string,
  ): Promise<LabOfRelease> {
    directory ??= await mkdtemp(join(tmpdir(), "salina-"));
    const root = join(directory, "master");
    const master =
      against === "stock"
        ? await startStockMaster({ bin: process.env["SALINA_TEST_STOCK_BIN"] ?? bin, root, extraConfig })
        : await startSalinaMaster({ checkout, root, extraConfig });
    return new LabOfRelease(master, directory, bin);
  }

  minionRoot(id: string): string {
    return join(this.directory, id);
  }

  async startMinion(id: string, more: Pick<MinionOptions, "extraConfig" | "grains"> = {}): Promise<StockMinion> {
    const { publishPort, requestPort } = this.master;
    const root = this.minionRoot(id);
    const minion = await startMinion({
      bin: this.#bin,
      id,
      master: "127.0.0.1",
      publishPort,
      requestPort,
      root,
      ...more,
    });
    this.#minions.push(minion);
    return minion;
  }

  /** Runs a function on one minion. @returns what it returned, by `--out=json` */
  async run(id: string, fun: string, args: readonly string[] = [], timeoutSeconds = 30): Promise<unknown> {
    const answer = await this.runRaw(id, fun, args, timeoutSeconds);
    const all = parseJson(answer) as Record<string, unknown>;
    if (!(id in all)) throw new Error(`${id} is not in the answer: ${JSON.stringify(answer)}`);
    return all[id];
  }

  runRaw(id: string, fun: string, args: readonly string[] = [], timeoutSeconds = 30): Promise<Output> {
    return this.master.salt(["--static", "--out=json", "-t", String(timeoutSeconds), id, fun, ...args]);
  }

  /** Ids by the state of their key. */
  async keys(): Promise<{ accepted: string[]; pending: string[]; rejected: string[]; denied: string[] }> {
    const lists = parseJson(await this.master.saltKey(["--list=all", "--out=json"])) as Record<string, string[]>;
    return {
      accepted: lists["minions"] ?? [],
      pending: lists["minions_pre"] ?? [],
      rejected: lists["minions_rejected"] ?? [],
      denied: lists["minions_denied"] ?? [],
    };
  }

  async keyIs(state: "accepted" | "pending" | "denied", id: string): Promise<void> {
    await until(async () => (await this.keys())[state].includes(id), {
      timeoutMs: 60_000,
      about: `${state} key of ${id}`,
      everyMs: 300,
    });
  }

  /** The fingerprint of the key that the master was sent. */
  async fingerprintAtMaster(id: string): Promise<string | undefined> {
    const all = parseJson(await this.master.saltKey(["-f", id, "--out=json"])) as Record<
      string,
      Record<string, string>
    >;
    return Object.values(all).find((keys) => id in keys)?.[id];
  }

  /** Accepts a key after comparing fingerprints, and waits until the minion listens. */
  async admit(minion: StockMinion): Promise<void> {
    await this.accept(minion);
    await minion.waitForLog(/Minion is ready to receive requests/, 60_000);
    await this.answers(minion.id, 60_000);
  }

  async accept(minion: StockMinion): Promise<void> {
    await this.keyIs("pending", minion.id);
    const [own, sent] = [await minion.fingerprint(), await this.fingerprintAtMaster(minion.id)];
    if (own !== sent) throw new Error(`${minion.id} has ${own}, the master was sent ${sent}`);
    const { code, stderr } = await this.master.saltKey(["-y", "-a", minion.id]);
    if (code !== 0) throw new Error(`salt-key -a: ${code} ${stderr}`);
  }

  /** Pings until the minion answers. @returns how long that took, in seconds */
  async answers(id: string, timeoutMs: number): Promise<number> {
    const begin = performance.now();
    const ping = async () => {
      const { stdout } = await this.runRaw(id, "test.ping", [], 2);
      return /"[^"]+":\s*true/.test(stdout);
    };
    await until(ping, { timeoutMs, about: `answer of ${id} to test.ping`, everyMs: 100 });
    return (performance.now() - begin) / 1000;
  }

  async end(): Promise<void> {
    await Promise.all(this.#minions.map((minion) => minion.kill9()));
    await this.master.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

function parseJson({ stdout, stderr, code }: Output): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`no JSON, code ${code}: ${stdout.slice(0, 2000)} ${stderr.slice(-2000)}`);
  }
}
