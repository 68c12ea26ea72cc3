import type { CommandLine } from "../options/command.js";
import { generalOptions, logOptions, outputOptions } from "../options/common.js";
import type { Option } from "../options/option.js";

const notServed = true;

const runOptions: readonly Option[] = [
  ...generalOptions,
  {
    flags: ["--module-executors"],
    dest: "module_executors",
    kind: "text",
    metavar: "EXECUTOR_LIST",
    help: "Executors for the minions.",
    notServed,
  },
  {
    flags: ["--executor-opts"],
    dest: "executor_opts",
    kind: "text",
    metavar: "EXECUTOR_OPTS",
    help: "Options of the executors.",
    notServed,
  },
  {
    flags: ["-t", "--timeout"],
    dest: "timeout",
    kind: "integer",
    help: "Seconds of silence after which minions are asked whether the job still runs. Default: 5.",
  },
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
  { flags: ["-s", "--static"], dest: "static", kind: "flag", help: "Wait for all minions and show one result." },
  { flags: ["-p", "--progress"], dest: "progress", kind: "flag", help: "Show a progress bar.", notServed },
  { flags: ["--failhard"], dest: "failhard", kind: "flag", help: "Stop a batch at the first failure.", notServed },
  { flags: ["--async"], dest: "async", kind: "flag", help: "Do not wait for the minions." },
  { flags: ["--subset"], dest: "subset", kind: "integer", help: "Run on so many random minions.", notServed },
  { flags: ["-v", "--verbose"], dest: "verbose", kind: "flag", help: "Show the job id and more of the summary." },
  {
    flags: ["--hide-timeout"],
    dest: "show_timeout",
    kind: "flag",
    sets: false,
    help: "Do not show minions that did not answer.",
  },
  { flags: ["--show-jid"], dest: "show_jid", kind: "flag", help: "Show the job id." },
  {
    flags: ["-b", "--batch", "--batch-size"],
    dest: "batch",
    kind: "text",
    help: "Run on so many minions at a time.",
    notServed,
  },
  {
    flags: ["--batch-wait"],
    dest: "batch_wait",
    kind: "number",
    help: "Seconds to wait after each return.",
    notServed,
  },
  {
    flags: ["--batch-safe-limit"],
    dest: "batch_safe_limit",
    kind: "integer",
    help: "Batch from so many minions on.",
    notServed,
  },
  { flags: ["--batch-safe-size"], dest: "batch_safe_size", kind: "text", help: "Size of such a batch.", notServed },
  {
    flags: ["--return"],
    dest: "return",
    kind: "text",
    metavar: "RETURNER",
    help: "Returners on the minions, comma separated.",
  },
  {
    flags: ["--return_config"],
    dest: "return_config",
    kind: "text",
    metavar: "RETURNER_CONF",
    help: "Config of the returner.",
    notServed,
  },
  {
    flags: ["--return_kwargs"],
    dest: "return_kwargs",
    kind: "text",
    metavar: "RETURNER_KWARGS",
    help: "Options of the returner.",
    notServed,
  },
  { flags: ["-d", "--doc", "--documentation"], dest: "doc", kind: "flag", help: "Show documentation.", notServed },
  {
    flags: ["--args-separator"],
    dest: "args_separator",
    kind: "text",
    help: "What parts the arguments of several functions. Default: ','.",
  },
  { flags: ["--summary"], dest: "cli_summary", kind: "flag", help: "Show a summary at the end." },
  { flags: ["--metadata"], dest: "metadata", kind: "text", help: "YAML map that is kept with the job." },
  { flags: ["--output-diff"], dest: "state_output_diff", kind: "flag", help: "Show only states with changes." },
  { flags: ["--config-dump"], dest: "config_dump", kind: "flag", help: "Show the master's config.", notServed },
  {
    flags: ["--preview-target"],
    dest: "preview_target",
    kind: "flag",
    help: "Show the minions that match; run nothing.",
  },
];

/** Options that say how to read the target; only one of them may be given. */
export const targetOptions: readonly Option[] = [
  { flags: ["-H", "--hosts"], dest: "hosts", kind: "flag", help: "List all known hosts.", notServed },
  { flags: ["-E", "--pcre"], dest: "pcre", kind: "flag", help: "The target is a regular expression." },
  { flags: ["-L", "--list"], dest: "list", kind: "flag", help: "The target is a list of ids, with commas or blanks." },
  { flags: ["-G", "--grain"], dest: "grain", kind: "flag", help: "The target is KEY:GLOB of a grain." },
  {
    flags: ["-P", "--grain-pcre"],
    dest: "grain_pcre",
    kind: "flag",
    help: "The target is KEY:REGEX of a grain.",
  },
  { flags: ["-N", "--nodegroup"], dest: "nodegroup", kind: "flag", help: "The target is a node group." },
  { flags: ["-R", "--range"], dest: "range", kind: "flag", help: "The target is a range expression." },
  {
    flags: ["-C", "--compound"],
    dest: "compound",
    kind: "flag",
    help: "The target is a compound expression.",
  },
  {
    flags: ["-I", "--pillar"],
    dest: "pillar_target",
    kind: "flag",
    help: "The target is KEY:GLOB of a pillar.",
  },
  {
    flags: ["-J", "--pillar-pcre"],
    dest: "pillar_pcre",
    kind: "flag",
    help: "The target is KEY:REGEX of a pillar.",
  },
  { flags: ["-S", "--ipcidr"], dest: "ipcidr", kind: "flag", help: "The target is a subnet or address." },
];

const eauthOptions: readonly Option[] = [
  {
    flags: ["-a", "--auth", "--eauth", "--external-auth"],
    dest: "eauth",
    kind: "text",
    help: "External authentication.",
    notServed,
  },
  { flags: ["-T", "--make-token"], dest: "mktoken", kind: "flag", help: "Make a token.", notServed },
  { flags: ["--username"], dest: "username", kind: "text", help: "User for external authentication.", notServed },
  { flags: ["--password"], dest: "password", kind: "text", help: "Password for external authentication.", notServed },
];

export const saltCommandLine: CommandLine = {
  program: "salt",
  usage: "salt [options] '<target>' <function> [arguments]",
  description: "Runs a function on all minions that match the target, and shows what they return as it arrives.",
  groups: [
    { title: null, options: runOptions },
    logOptions(["-l", "--log-level"]),
    {
      title: "Target Options",
      options: [
        ...targetOptions,
        {
          flags: ["--delimiter"],
          dest: "delimiter",
          kind: "text",
          help: "What parts the levels of a grain or pillar. Default: ':'.",
        },
      ],
    },
    { title: "External Authentication", options: eauthOptions },
    outputOptions,
  ],
};
