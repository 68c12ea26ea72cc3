import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fingerprint } from "@salina/wire";
import { LogText } from "./process/log-text.js";
import { ProcessFamily } from "./process/process-family.js";
import { type Output, runCommand } from "./process/run-command.js";
import { type RebootingMachine, rebootingMachine } from "./rebooting-machine.js";
import {
  currentUser,
  type SaltOptions,
  type SocketDirectory,
  saltConfig,
  socketDirectory,
  stockEnvironment,
} from "./salt-config.js";
import { until } from "./until.js";

export interface MinionOptions {
  /** Directory of a virtual environment's programs. */
  readonly bin: string;
  readonly id: string;
  /** Address of the master. */
  readonly master: string;
  /**
   * Default: the port that the master's answer names. A 3007 minion whose config does not name a port other than 4505
   * looks for its connection on 4505 once it has lost it, finds none, and tunes in anew each second for ever.
   */
  readonly publishPort?: number;
  readonly requestPort: number;
  /** Directory that takes everything the minion writes; kept when it stops. */
  readonly root: string;
  readonly grains?: Readonly<Record<string, unknown>>;
  /** Salt's options, over those that the lab sets. */
  readonly extraConfig?: SaltOptions;
  readonly env?: NodeJS.ProcessEnv;
  /** A network namespace (`ip netns`) to run in. */
  readonly namespace?: string;
  /** Words before the program, asked for at each start: they take it into a machine of the lab. */
  readonly enter?: () => readonly string[];
  /** It runs on a machine that can be rebooted. Only root can make one. */
  readonly reboots?: boolean;
}

/** A `salt-minion` from PyPI, unmodified, as a process of ours. */
export class StockMinion {
  readonly id: string;
  /** Directory of its config file, for `salt-call -c`. */
  readonly configDir: string;
  readonly pkiDir: string;
  readonly #options: MinionOptions;
  readonly #sockets: SocketDirectory;
  readonly #log = new LogText();
  readonly #machine: RebootingMachine | null;
  #family: ProcessFamily;
  /** Where the log of the process that runs now begins. */
  #begin = 0;

  private constructor(options: MinionOptions, sockets: SocketDirectory, machine: RebootingMachine | null) {
    this.#machine = machine;
    this.id = options.id;
    this.configDir = join(options.root, "etc");
    this.pkiDir = join(options.root, "pki");
    this.#options = options;
    this.#sockets = sockets;
    this.#family = this.#spawn();
  }

  /** Writes the config and starts the process; resolves before the minion has reached its master. */
  static async start(options: MinionOptions): Promise<StockMinion> {
    const { root } = options;
    const sockets = await socketDirectory(join(root, "run"));
    for (const name of ["etc", "pki", "cache", "run", "log"]) {
      await mkdir(join(root, name), { recursive: true, mode: 0o700 });
    }
    await writeFile(join(root, "etc", "minion"), saltConfig(minionConfig(options, sockets.path)), { mode: 0o600 });
    const machine = options.reboots
      ? await rebootingMachine(join(root, "machine"), [join(root, "run"), sockets.path])
      : null;
    return new StockMinion(options, sockets, machine);
  }

  get log(): string {
    return this.#log.text;
  }

  get isRunning(): boolean {
    return this.#family.isRunning;
  }

  /** Position in the log, for `waitForLog`'s `from`. */
  get logEnd(): number {
    return this.#log.end;
  }

  /**
   * A line of the process that runs now, already written or still to come.
   * @param from later than this position only
   */
  waitForLog(pattern: RegExp, timeoutMs: number, from = this.#begin): Promise<RegExpExecArray> {
    return this.#log.waitFor(pattern, timeoutMs, from);
  }

  /** Its own key's fingerprint, as `salt-call --local key.finger` tells it. Waits for a fresh minion to make the key. */
  async fingerprint(hashType = "sha256"): Promise<string> {
    const file = join(this.pkiDir, "minion.pub");
    const pem = await until(
      async () => {
        if (!this.isRunning) throw new Error(`salt-minion ${this.id} has ended:\n${this.log.slice(-2000)}`);
        const text = await readFile(file, "utf8").catch(() => "");
        return /-----END [A-Z ]*PUBLIC KEY-----/.test(text) && text;
      },
      { timeoutMs: 60_000, about: `key of ${this.id} in ${file}` },
    );
    return fingerprint(pem, hashType);
  }

  /** Its processes stand still: they neither work nor end their connections. */
  freeze(): Promise<void> {
    return this.#family.signalAll("SIGSTOP");
  }

  thaw(): Promise<void> {
    return this.#family.signalAll("SIGCONT");
  }

  async stop(): Promise<void> {
    await this.#family.stop();
    await this.#sockets.remove();
  }

  /** The minion and its running jobs end at once, as when its machine loses power. */
  async kill9(): Promise<void> {
    await this.#family.kill();
  }

  /** Stops it where it still runs, and starts it with the same config and key. */
  async restart(): Promise<void> {
    await this.#family.stop();
    // As after a boot: no pid file and no socket of one who was killed.
    await rm(join(this.#options.root, "run"), { recursive: true, force: true });
    await mkdir(join(this.#options.root, "run"), { recursive: true, mode: 0o700 });
    await mkdir(this.#sockets.path, { recursive: true, mode: 0o700 });
    this.#begin = this.#log.end;
    this.#log.reopen();
    this.#family = this.#spawn();
  }

  /** `salt-call` with this minion's config. */
  call(args: readonly string[]): Promise<Output> {
    const env = stockEnvironment(this.#options.env);
    return runCommand(join(this.#options.bin, "salt-call"), ["-c", this.configDir, ...args], { env });
  }

  #spawn(): ProcessFamily {
    const minion = [join(this.#options.bin, "salt-minion"), "-c", this.configDir, "-l", "info"];
    const program = [...(this.#machine?.wrap ?? []), ...minion];
    const { namespace, enter = () => [] } = this.#options;
    const env = stockEnvironment(this.#options.env);
    if (this.#machine) env["PATH"] = `${this.#machine.bin}:${env["PATH"] ?? ""}`;
    // nsenter becomes the program: its process id is the minion's.
    const [command = "", ...args] =
      namespace === undefined ? [...enter(), ...program] : ["nsenter", `--net=/run/netns/${namespace}`, ...program];
    return new ProcessFamily({
      command,
      args,
      env,
      onOutput: (chunk) => this.#log.append(chunk),
      onEnd: (how) => this.#log.close(`${this.id} ${how}`),
    });
  }
}

/** The same as {@link StockMinion.start}. */
export function startMinion(options: MinionOptions): Promise<StockMinion> {
  return StockMinion.start(options);
}

function minionConfig(options: MinionOptions, sockDir: string): SaltOptions {
  const { root } = options;
  return {
    id: options.id,
    master: options.master,
    master_port: options.requestPort,
    ...(options.publishPort === undefined ? {} : { publish_port: options.publishPort }),
    user: currentUser(),
    root_dir: root,
    pki_dir: join(root, "pki"),
    cachedir: join(root, "cache"),
    sock_dir: sockDir,
    pidfile: join(root, "run", "minion.pid"),
    log_file: join(root, "log", "minion"),
    ipc_mode: "ipc",
    // A test does not want to wait as long as an operator may.
    acceptance_wait_time: 1,
    random_reauth_delay: 0,
    recon_default: 100,
    recon_max: 1000,
    // Above it a minion from 3006.1 on cuts its own returns: at the default, 1 MiB of output does not fit with its envelope.
    max_event_size: 4 * 1024 * 1024,
    // Slow look-ups that no test reads.
    enable_fqdns_grains: false,
    enable_gpu_grains: false,
    ...(options.grains === undefined ? {} : { grains: options.grains }),
    ...options.extraConfig,
  };
}
