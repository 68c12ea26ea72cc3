import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { freePorts } from "./free-ports.js";
import type { MasterOptions, MasterUnderTest } from "./master-under-test.js";
import { LogText } from "./process/log-text.js";
import { ProcessFamily } from "./process/process-family.js";
import { runCommand } from "./process/run-command.js";
import { currentUser, saltConfig, socketDirectory, stockEnvironment } from "./salt-config.js";
import { until } from "./until.js";

export interface StockMasterOptions extends MasterOptions {
  /** Directory of a virtual environment's programs. */
  readonly bin: string;
}

/** A `salt-master` from PyPI, to compare with. Resolves when it answers. */
export async function startStockMaster({ bin, root, extraConfig }: StockMasterOptions): Promise<MasterUnderTest> {
  const [publishPort = 0, requestPort = 0] = await freePorts(2);
  const configDir = join(root, "etc");
  const pkiDir = join(root, "pki");
  const sockets = await socketDirectory(join(root, "run"));
  for (const name of ["etc", "pki", "cache", "run", "log"]) {
    await mkdir(join(root, name), { recursive: true, mode: 0o700 });
  }
  const config = saltConfig({
    interface: "127.0.0.1",
    publish_port: publishPort,
    ret_port: requestPort,
    user: currentUser(),
    root_dir: root,
    pki_dir: pkiDir,
    cachedir: join(root, "cache"),
    sock_dir: sockets.path,
    pidfile: join(root, "run", "master.pid"),
    log_file: join(root, "log", "master"),
    key_logfile: join(root, "log", "key"),
    worker_threads: 3,
    minimum_auth_version: 0,
    // Keys rotate at the next round of its loop, which comes once a minute by default.
    loop_interval: 2,
    gather_job_timeout: 3,
    ...extraConfig,
  });
  await writeFile(join(configDir, "master"), config, { mode: 0o600 });

  const env = stockEnvironment();
  const log = new LogText();
  const spawnMaster = () =>
    new ProcessFamily({
      command: join(bin, "salt-master"),
      args: ["-c", configDir, "-l", "info"],
      env,
      onOutput: (chunk) => log.append(chunk),
      onEnd: (how) => log.close(`the stock master ${how}`),
    });
  const answers = async (family: ProcessFamily) => {
    await until(
      async () => {
        if (!family.isRunning) throw new Error(`the stock master has ended:\n${log.text.slice(-3000)}`);
        return (await accepts(requestPort)) && (await accepts(publishPort));
      },
      { timeoutMs: 60_000, about: "open port of the stock master" },
    );
    return family;
  };
  const command = (name: string, args: readonly string[], input?: string) =>
    runCommand(join(bin, name), args, { env, ...(input === undefined ? {} : { input }) });
  let family = await answers(spawnMaster());

  return {
    kind: "stock",
    publishPort,
    requestPort,
    configDir,
    pkiDir,
    log: () => log.text,
    salt: (args) => command("salt", ["-c", configDir, ...args]),
    saltKey: (args) => command("salt-key", ["-c", configDir, ...args]),
    async manyJobs(id, fun, count) {
      const { stdout, stderr } = await command(
        "python",
        ["-", join(configDir, "master"), id, fun, String(count)],
        manyJobs,
      );
      const answered = /answered (\d+)/.exec(stdout)?.[1];
      if (answered === undefined) throw new Error(`the stock client failed: ${stderr}`);
      return Number(answered);
    },
    async restart(signal) {
      if (signal === "SIGKILL") await family.kill();
      else await family.stop();
      log.reopen();
      family = await answers(spawnMaster());
    },
    async stop() {
      await family.stop();
      await sockets.remove();
    },
  };
}

// The stock command takes a second to start: two hundred jobs go through its client in one process.
const manyJobs = `
import sys
import salt.client
config, minion, fun, count = sys.argv[1:]
client = salt.client.LocalClient(config)
print("answered %d" % sum(minion in client.cmd(minion, fun, timeout=20) for _ in range(int(count))))
`;

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
