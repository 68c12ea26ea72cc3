import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encode } from "@salina/wire";
import { freePorts } from "./free-ports.js";
import { LocalCaller } from "./local-caller.js";
import type { MasterOptions, MasterUnderTest } from "./master-under-test.js";
import { LogText } from "./process/log-text.js";
import { ProcessFamily } from "./process/process-family.js";
import { type Output, runCommand } from "./process/run-command.js";
import { type SaltOptions, saltConfig, socketDirectory } from "./salt-config.js";

export interface SalinaMasterOptions extends MasterOptions {
  /** Root of the checkout, built. */
  readonly checkout: string;
  /** Default: ports that are free. */
  readonly publishPort?: number;
  readonly requestPort?: number;
  /** Options of our own, under `salina:`. */
  readonly own?: SaltOptions;
}

/** What our own daemon has besides. */
export interface SalinaMaster extends MasterUnderTest {
  saltRun(args: readonly string[], options?: { readonly timeoutMs?: number }): Promise<Output>;
  /** The `salina` command. */
  salina(args: readonly string[]): Promise<Output>;
  /** Path of the local socket, for questions that have no command. */
  readonly socketPath: string;
  /** Of the running process. */
  pid(): number;
  /** Sends a signal and waits for the end. @returns how it ended: `code 0`, `SIGKILL` */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<string>;
  /** After `end`: the same master again. Resolves when it listens. */
  startAgain(): Promise<void>;
}

// As many as are sensible on two cores; the minion's own work is what takes the time.
const callersAtOnce = 4;

/** Our own daemon as a process. Resolves when it listens. */
export async function startSalinaMaster(options: SalinaMasterOptions): Promise<SalinaMaster> {
  const { checkout, root, extraConfig } = options;
  const [freePublishPort = 0, freeRequestPort = 0] = await freePorts(2);
  const { publishPort = freePublishPort, requestPort = freeRequestPort } = options;
  const configDir = join(root, "etc");
  const pkiDir = join(root, "pki");
  const sockets = await socketDirectory(join(root, "run"));
  for (const name of ["etc", "pki", "cache", "run", "log"]) {
    await mkdir(join(root, name), { recursive: true, mode: 0o700 });
  }
  const socketPath = join(sockets.path, "salina.sock");
  const config = saltConfig({
    interface: "127.0.0.1",
    publish_port: publishPort,
    ret_port: requestPort,
    root_dir: root,
    pki_dir: pkiDir,
    cachedir: join(root, "cache"),
    sock_dir: sockets.path,
    pidfile: join(root, "run", "master.pid"),
    log_level: "info",
    log_file: join(root, "log", "master"),
    gather_job_timeout: 3,
    // What minions are offered is up to the test.
    salina: { socket: socketPath, bundled_states: false, ...options.own },
    ...extraConfig,
  });
  await writeFile(join(configDir, "master"), config, { mode: 0o600 });

  const log = new LogText();
  let ending = "";
  const start = async () => {
    const begin = log.end;
    const family = new ProcessFamily({
      command: process.execPath,
      args: [join(checkout, "packages/master/bin/salt-master.mjs"), "-c", configDir],
      onOutput: (chunk) => log.append(chunk),
      onEnd: (how) => {
        ending = how.replace("ended with ", "");
        log.close(`the master ${how}`);
      },
    });
    await log.waitFor(/master\.ready/, 30_000, begin);
    return family;
  };
  const command = (name: string, args: readonly string[], given = {}) =>
    runCommand(process.execPath, [join(checkout, "packages/cli/bin", `${name}.mjs`), "-c", configDir, ...args], given);
  let family = await start();
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    if (signal === "SIGKILL") await family.kill();
    else await family.stop();
    return ending;
  };
  const startAgain = async () => {
    log.reopen();
    family = await start();
  };

  return {
    kind: "salina",
    publishPort,
    requestPort,
    configDir,
    pkiDir,
    socketPath,
    log: () => log.text,
    salt: (args) => command("salt", args),
    saltKey: (args) => command("salt-key", args),
    saltRun: (args, options) => command("salt-run", args, options),
    salina: (args) => command("salina", args),
    async manyJobs(id, fun, count) {
      let begun = 0;
      let answered = 0;
      const caller = await LocalCaller.connect(socketPath);
      const request = {
        target: { type: "list", expression: [id] },
        fun,
        arg: encode([]),
        user: "lab",
        timeoutMs: 20_000,
      } as const;
      const oneAfterTheOther = async () => {
        while (begun < count) {
          begun += 1;
          await caller.ask("jobs.run", request, (update) => {
            if (update.kind === "result" && update.result.outcome === "returned") answered += 1;
          });
        }
      };
      await Promise.all(Array.from({ length: callersAtOnce }, oneAfterTheOther));
      caller.close();
      return answered;
    },
    pid: () => family.pid,
    end,
    startAgain,
    async restart(signal) {
      await end(signal);
      await startAgain();
    },
    async stop() {
      await family.stop();
      await sockets.remove();
    },
  };
}
