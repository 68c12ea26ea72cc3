import { readClientConfig, socketPath } from "./config/client-config.js";
import { findSaltfile, readSaltfile } from "./config/saltfile.js";
import { Settings } from "./config/settings.js";
import type { ConfigValues } from "./config/top-level.js";
import { Exit, exitCodes, type Io, logLine } from "./io.js";
import { type CommandLine, type GivenOptions, usageError } from "./options/command.js";
import { Display, whyRefused } from "./output/display.js";
import { DaemonClient, DaemonError, DaemonGone } from "./socket/client.js";

/** What a command needs once its options are read. */
export interface Session {
  readonly settings: Settings;
  readonly display: Display;
  readonly config: ConfigValues;
}

/** Reads Saltfile and config. @throws Exit */
export async function openSession(io: Io, line: CommandLine, { given }: GivenOptions): Promise<Session> {
  const named = given.get("saltfile");
  const found = findSaltfile(typeof named === "string" ? named : undefined, io.env);
  if ("missing" in found) throw usageError(line, `'${found.missing}' file does not exist.\n`);
  const saltfile = found.path === null ? new Map() : await readSaltfile(found.path, line.program);
  const configDir = given.get("config_dir") ?? saltfile.get("config_dir") ?? (io.env["SALT_CONFIG_DIR"] || "/etc/salt");
  const config = await readClientConfig(String(configDir));
  for (const warning of config.warnings) io.stderr.write(`WARNING: ${warning}\n`);
  const settings = new Settings(given, saltfile, config.values);
  const reason = whyRefused(settings.text("output"));
  if (reason !== null) throw usageError(line, reason);
  return { settings, display: openDisplay(io, settings), config: config.values };
}

function openDisplay(io: Io, settings: Settings): Display {
  try {
    return new Display(io, settings);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Exit(exitCodes.failed, { stderr: `[ERROR   ] The output file cannot be written: ${reason}\n` });
  }
}

/** Runs a command with a connection to the daemon, and turns the daemon's errors into Salt's texts and exit codes. */
export async function withDaemon(
  io: Io,
  { display, config }: Session,
  use: (client: DaemonClient) => Promise<number>,
  /** Exit code when no daemon answers. For `salt` it is 0, as scripts know it. */
  whenAway: number = exitCodes.ok,
): Promise<number> {
  let client: DaemonClient | undefined;
  try {
    client = await DaemonClient.connect(socketPath(config, io.env));
    return await use(client);
  } catch (error) {
    if (error instanceof DaemonError) {
      logLine(io, "ERROR", [error.message, error.advice].filter((part) => part !== "").join(" "));
      return exitCodes.failed;
    }
    if (!(error instanceof DaemonGone)) throw error;
    if (error.code === "EACCES" || error.code === "EPERM") {
      io.stderr.write(`No permission to talk to the master at ${error.path}: ${error.message}\n`);
      return exitCodes.nothingReturned;
    }
    logLine(io, "ERROR", `No master answers at ${error.path}: ${error.message}`);
    if (client !== undefined) return exitCodes.failed;
    await display.show("The salt master could not be contacted. Is master running?", { retcode: 1 });
    return whenAway;
  } finally {
    client?.close();
  }
}
