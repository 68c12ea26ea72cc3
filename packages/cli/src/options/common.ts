import type { Completion, Option, OptionGroup } from "./option.js";

const logLevels = "all debug error critical garbage info profile quiet trace warning".split(" ");

const anyFile: Completion = { files: "any" };
const outputters = "nested json yaml txt raw pprint quiet newline_values_only highstate key table profile".split(" ");
const stateOutputs = ["full", "terse", "mixed", "changes", "filter"].flatMap((mode) => [mode, `${mode}_id`]);

const noLogFile = "the commands write no log file, the master does";

export const generalOptions: readonly Option[] = [
  { flags: ["--version"], dest: "version", kind: "flag", help: "Show the version and exit.", stops: true },
  { flags: ["-V", "--versions-report"], dest: "versions_report", kind: "flag", help: "Show versions and exit." },
  { flags: ["-h", "--help"], dest: "help", kind: "flag", help: "Show this help message and exit.", stops: true },
  {
    flags: ["--saltfile"],
    dest: "saltfile",
    kind: "text",
    help: "Path of a Saltfile with options.",
    completes: anyFile,
  },
  {
    flags: ["-c", "--config-dir"],
    dest: "config_dir",
    kind: "text",
    help: "Directory of the master's config. Default: '/etc/salt'.",
    completes: { files: "directories" },
  },
  {
    flags: ["--hard-crash"],
    dest: "hard_crash",
    kind: "flag",
    help: "Raise errors instead of ending gracefully.",
    unused: "an unexpected error is always shown whole",
  },
];

/** `-l` means something else to salt-key. */
export function logOptions(flags: readonly string[]): OptionGroup {
  return {
    title: "Logging Options",
    options: [
      { flags, dest: "log_level", kind: "choice", choices: logLevels, help: "Console log level. Default: 'warning'." },
      { flags: ["--log-file"], dest: "log_file", kind: "text", help: "Path of a log file.", unused: noLogFile },
      {
        flags: ["--log-file-level"],
        dest: "log_level_logfile",
        kind: "choice",
        choices: logLevels,
        help: "Level of that file.",
        unused: noLogFile,
      },
    ],
  };
}

/** Of one argument a line on standard input, and of arguments that stay text. */
export const inputOptions: readonly Option[] = [
  {
    flags: ["--args-stdin"],
    dest: "args_stdin",
    kind: "flag",
    help: "Read more options and arguments from stdin, one a line.",
  },
  {
    flags: ["--no-parse"],
    dest: "no_parse",
    kind: "text",
    metavar: "argname1,argname2,...",
    help: "Keyword arguments that stay text.",
  },
];

/** @param authFlags `-a` means something else to salt-key */
export function eauthOptions(authFlags: readonly string[]): OptionGroup {
  const unused = "who may open the master's socket may ask";
  return {
    title: "External Authentication",
    options: [
      { flags: authFlags, dest: "eauth", kind: "text", help: "External authentication by this backend.", unused },
      { flags: ["-T", "--make-token"], dest: "mktoken", kind: "flag", help: "Make a token and keep it.", unused },
      { flags: ["--username"], dest: "username", kind: "text", help: "User for the backend.", unused },
      { flags: ["--password"], dest: "password", kind: "text", help: "Password for the backend.", unused },
    ],
  };
}

export const rosterOption: Option = {
  flags: ["-H", "--hosts"],
  dest: "hosts",
  kind: "flag",
  help: "The target is a host of a roster.",
  unused: "rosters are for salt-ssh",
};

/** How the target is to be read. Only one of them may be given. */
export const simpleTargetOptions: readonly Option[] = [
  { flags: ["-E", "--pcre"], dest: "pcre", kind: "flag", help: "The target is a regular expression." },
  { flags: ["-L", "--list"], dest: "list", kind: "flag", help: "The target is a list of ids, with commas or blanks." },
  { flags: ["-G", "--grain"], dest: "grain", kind: "flag", help: "The target is KEY:GLOB of a grain." },
  { flags: ["-P", "--grain-pcre"], dest: "grain_pcre", kind: "flag", help: "The target is KEY:REGEX of a grain." },
  { flags: ["-N", "--nodegroup"], dest: "nodegroup", kind: "flag", help: "The target is a node group." },
  { flags: ["-R", "--range"], dest: "range", kind: "flag", help: "The target is a range expression." },
];

export const outputOptions: OptionGroup = {
  title: "Output Options",
  options: [
    {
      flags: ["--out", "--output"],
      dest: "output",
      kind: "text",
      help: `Show results in this form: ${outputters.join(", ")}.`,
      completes: { words: outputters },
    },
    {
      flags: ["--out-indent", "--output-indent"],
      dest: "output_indent",
      kind: "integer",
      help: "Blanks per level, of json, yaml and pprint. Negative: one line.",
    },
    {
      flags: ["--out-file", "--output-file"],
      dest: "output_file",
      kind: "text",
      help: "Write to this file.",
      completes: anyFile,
    },
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
      completes: { words: stateOutputs },
    },
    {
      flags: ["--state-verbose", "--state_verbose"],
      dest: "state_verbose",
      kind: "text",
      help: "False leaves out states that are fine and unchanged.",
    },
  ],
};
