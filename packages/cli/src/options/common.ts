import type { Option, OptionGroup } from "./option.js";

const logLevels = "all garbage trace debug profile info warning error critical quiet".split(" ");

export const generalOptions: readonly Option[] = [
  { flags: ["--version"], dest: "version", kind: "flag", help: "Show the version and exit." },
  { flags: ["-V", "--versions-report"], dest: "versions_report", kind: "flag", help: "Show versions and exit." },
  { flags: ["-h", "--help"], dest: "help", kind: "flag", help: "Show this help message and exit." },
  { flags: ["--saltfile"], dest: "saltfile", kind: "text", help: "Path of a Saltfile with options." },
  {
    flags: ["-c", "--config-dir"],
    dest: "config_dir",
    kind: "text",
    help: "Directory of the master's config. Default: '/etc/salt'.",
  },
  { flags: ["--hard-crash"], dest: "hard_crash", kind: "flag", help: "Accepted for compatibility." },
];

/** `-l` means something else to salt-key. */
export function logOptions(flags: readonly string[]): OptionGroup {
  return {
    title: "Logging Options",
    options: [
      { flags, dest: "log_level", kind: "choice", choices: logLevels, help: "Console log level. Default: 'warning'." },
      { flags: ["--log-file"], dest: "log_file", kind: "text", help: "Accepted for compatibility." },
      {
        flags: ["--log-file-level"],
        dest: "log_level_logfile",
        kind: "choice",
        choices: logLevels,
        help: "Accepted for compatibility.",
      },
    ],
  };
}

export const outputOptions: OptionGroup = {
  title: "Output Options",
  options: [
    {
      flags: ["--out", "--output"],
      dest: "output",
      kind: "text",
      help: "Show results in this form: nested, json, yaml, txt, raw, pprint, quiet, newline_values_only, highstate, key.",
    },
    {
      flags: ["--out-indent", "--output-indent"],
      dest: "output_indent",
      kind: "integer",
      help: "Blanks per level, of json, yaml and pprint. Negative: one line.",
    },
    { flags: ["--out-file", "--output-file"], dest: "output_file", kind: "text", help: "Write to this file." },
    {
      flags: ["--out-file-append", "--output-file-append"],
      dest: "output_file_append",
      kind: "flag",
      help: "Append to the file.",
    },
    { flags: ["--no-color", "--no-colour"], dest: "no_color", kind: "flag", help: "No colours." },
    { flags: ["--force-color", "--force-colour"], dest: "force_color", kind: "flag", help: "Colours in any case." },
    {
      flags: ["--state-output", "--state_output"],
      dest: "state_output",
      kind: "text",
      help: "How state runs are shown: full, terse, mixed, changes or filter, each also with _id.",
    },
    {
      flags: ["--state-verbose", "--state_verbose"],
      dest: "state_verbose",
      kind: "text",
      help: "False leaves out states that are fine and unchanged.",
    },
  ],
};
