import { logLevel, path } from "../kinds.js";
import { option, unset } from "./option.js";

/** Options for the log. */
export const logOptions = {
  log_file: option<string | null>(path, "/var/log/salt/master", "log.file", "Takes the log, one JSON object a line."),
  log_level: option(logLevel, "warning", "log.level", "What goes to the terminal."),
  log_level_logfile: unset(logLevel, "log.fileLevel", "What goes to the log file.", "as `log_level`"),
} as const;
