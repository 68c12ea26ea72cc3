import { chown, mkdir, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { reportReady, startInBackground } from "./background.js";
import { findAccount, groupsOf } from "./callers/accounts.js";
import type { MasterConfig } from "./config/config.js";
import { loadConfig } from "./config/load-config.js";
import { startDaemon } from "./daemon.js";
import { createLog, type Log } from "./log.js";
import { help, type Options, parseOptions } from "./options.js";
import { openRedaction } from "./redaction/open-redaction.js";
import { Counters } from "./status/counters.js";
import { version } from "./version.js";

/** Exit codes as stock has them: 64 usage, 78 config. */
const exitCodes = { failed: 1, usage: 64, config: 78 } as const;

/** `salt-master`: reads the config, serves until it is told to stop. */
export async function main(args: readonly string[]): Promise<void> {
  let options: ReturnType<typeof parseOptions>;
  try {
    options = parseOptions(args, process.env);
  } catch (error) {
    process.stderr.write(`Usage: salt-master [options]\n\nsalt-master: error: ${(error as Error).message}\n`);
    process.exitCode = exitCodes.usage;
    return;
  }
  if (options === "help") process.stdout.write(help);
  else if (options === "version") process.stdout.write(`salt-master ${version} (Salina)\n`);
  else if (options.daemonize)
    process.exitCode = await startInBackground(args.filter((arg) => arg !== "-d" && arg !== "--daemon"));
  else await serve(options);
}

async function serve(options: Options): Promise<void> {
  const loaded = await loadConfig({ configDir: options.configDir, hostname: hostname() });
  if (!loaded.ok) {
    process.stderr.write(`salt-master: ${loaded.fault.text}\n`);
    process.exitCode = exitCodes.config;
    return;
  }
  const config = overridden(loaded.value.config, options);
  process.umask(0o077);
  await becomeUser(config);
  const counters = new Counters();
  const redaction = openRedaction(config.events, counters);
  const log = await createLog(config.log, process.stderr.isTTY === true, (line) => redaction.redactor.line(line));
  for (const { option, file, line, text } of loaded.value.warnings)
    log.warn({ event: "config.warning", option, file, line }, text);
  try {
    const onFatal = (error: Error) => {
      // Whoever supervises the process starts it again; minions send again what was not acknowledged.
      log.fatal({ event: "store.died", err: error }, "the store has died: nothing can be kept any more");
      process.exit(exitCodes.failed);
    };
    const daemon = await startDaemon(config, { log, counters, redaction, onFatal });
    await writePidFile(config.paths.pidFile, log);
    reportReady();
    // Whoever starts it by hand sees that it is up, whatever the log level.
    if (process.stderr.isTTY) process.stderr.write(readyText(config, daemon.restUrl));
    onStopSignal(log, async () => {
      await daemon.stop();
      await rm(config.paths.pidFile, { force: true });
      log.info({ event: "master.stopped" }, "the master has stopped");
    });
  } catch (error) {
    log.fatal({ event: "master.failed", err: error }, `the master cannot start: ${(error as Error).message}`);
    process.exitCode = exitCodes.failed;
  }
}

function readyText(config: MasterConfig, restUrl: string | null): string {
  const { network, paths, local } = config;
  return [
    `salt-master ${version} (Salina) is ready, with the config of ${paths.configDir}`,
    `  minions   ${network.interface}:${network.publishPort} and ${network.requestPort}`,
    `  commands  ${local.path}`,
    `  REST      ${restUrl ?? "off (salina: rest: in the config)"}`,
    "",
  ].join("\n");
}

function overridden(config: MasterConfig, options: Options): MasterConfig {
  const log = {
    level: options.logLevel ?? config.log.level,
    file: options.logFile ?? config.log.file,
    fileLevel: options.logFileLevel ?? config.log.fileLevel,
  };
  const paths = { ...config.paths, pidFile: options.pidFile ?? config.paths.pidFile };
  return { ...config, log, paths, user: options.user ?? config.user };
}

/** Started as root with another `user`: its directories become that user's, then so does the process, before any port is open. */
async function becomeUser(config: MasterConfig): Promise<void> {
  if (config.user === null || process.getuid?.() !== 0) return;
  const account = await findAccount(config.user);
  if (account.uid === 0) return;
  const { pkiDir, cacheDir, sockDir } = config.paths;
  for (const directory of [pkiDir, cacheDir, sockDir, dirname(config.local.path)]) {
    await mkdir(directory, { recursive: true, mode: 0o750 });
    await chown(directory, account.uid, account.gid);
  }
  process.setgroups?.([account.gid, ...(await groupsOf(account.name))]);
  process.setgid?.(account.gid);
  process.setuid?.(account.uid);
}

async function writePidFile(file: string, log: Log): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${process.pid}\n`, { mode: 0o644 });
  } catch (error) {
    log.warn({ event: "master.no-pid-file", file, err: error }, "the pid file could not be written");
  }
}

/** The first signal stops in order, the second at once. */
function onStopSignal(log: Log, stop: () => Promise<void>): void {
  let stopping = false;
  const take = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(exitCodes.failed);
    stopping = true;
    log.info({ event: "master.stopping", signal }, "the master is stopping");
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ event: "master.stop-failed", err: error }, "the master did not stop in order");
        process.exit(exitCodes.failed);
      },
    );
  };
  process.on("SIGTERM", take);
  process.on("SIGINT", take);
}
