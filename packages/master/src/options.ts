import { parseArgs } from "node:util";
import type { LogLevel } from "./config/config.js";
import { parseLogLevel } from "./config/log-level.js";

/** The options of `salt-master`, named as stock names them. */
export interface Options {
  readonly configDir: string;
  readonly daemonize: boolean;
  readonly logLevel: LogLevel | null;
  readonly logFile: string | null;
  readonly logFileLevel: LogLevel | null;
  readonly pidFile: string | null;
  readonly user: string | null;
}

export const help = `Usage: salt-master [options]

Serves stock salt-minions, the salt commands of this host, and REST.

Options:
  -c, --config-dir DIR      directory of the master's config file (default: $SALT_CONFIG_DIR or /etc/salt)
  -d, --daemon              go to the background once the master is ready
  -u, --user NAME           account to change to, when started as root
  -l, --log-level LEVEL     all garbage trace debug profile info warning error critical quiet
      --log-file FILE       also write the log to this file
      --log-file-level LEVEL
      --pid-file FILE
      --version             print the version and exit
  -h, --help                print this and exit
`;

/** @throws TypeError or RangeError with a sentence for the user */
export function parseOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options | "help" | "version" {
  const { values } = parseArgs({
    args: [...args],
    allowPositionals: false,
    options: {
      "config-dir": { type: "string", short: "c" },
      daemon: { type: "boolean", short: "d" },
      user: { type: "string", short: "u" },
      "log-level": { type: "string", short: "l" },
      "log-file": { type: "string" },
      "log-file-level": { type: "string" },
      "pid-file": { type: "string" },
      version: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return "help";
  if (values.version) return "version";
  return {
    configDir: values["config-dir"] ?? env["SALT_CONFIG_DIR"] ?? "/etc/salt",
    daemonize: values.daemon ?? false,
    logLevel: values["log-level"] === undefined ? null : parseLogLevel(values["log-level"]),
    logFile: values["log-file"] ?? null,
    logFileLevel: values["log-file-level"] === undefined ? null : parseLogLevel(values["log-file-level"]),
    pidFile: values["pid-file"] ?? null,
    user: values.user ?? null,
  };
}
