import type { CommandLine } from "../options/command.js";
import {
  eauthOptions,
  generalOptions,
  inputOptions,
  logOptions,
  outputOptions,
  rosterOption,
  simpleTargetOptions,
} from "../options/common.js";
import type { Option, OptionGroup } from "../options/option.js";

const own = true;

const runOptions: OptionGroup = {
  title: "Run Options",
  options: [
    {
      flags: ["-t", "--timeout"],
      dest: "timeout",
      kind: "integer",
      help: "Seconds of silence after which minions are asked whether the job still runs. Default: 5.",
    },
    { flags: ["-s", "--static"], dest: "static", kind: "flag", help: "Wait for all minions and show one result." },
    { flags: ["--async"], dest: "async", kind: "flag", help: "Do not wait for the minions." },
    { flags: ["--subset"], dest: "subset", kind: "integer", help: "Run on so many random minions of the target." },
    {
      flags: ["--resume"],
      dest: "resume",
      kind: "text",
      metavar: "JID",
      help: "Pick up a job that was left: show what has returned, and wait for the rest.",
      own,
    },
    ...inputOptions,
    {
      flags: ["--args-separator"],
      dest: "args_separator",
      kind: "text",
      help: "What parts the arguments of several functions. Default: ','.",
    },
    {
      flags: ["-d", "--doc", "--documentation"],
      dest: "doc",
      kind: "flag",
      help: "Show the documentation of a function, or of all.",
    },
    {
      flags: ["--preview-target"],
      dest: "preview_target",
      kind: "flag",
      help: "Show the minions that match; run nothing.",
    },
    {
      flags: ["--config-dump"],
      dest: "config_dump",
      kind: "flag",
      help: "Show the master's config, and run nothing.",
    },
  ],
};

const batchOptions: OptionGroup = {
  title: "Batch Options",
  options: [
    {
      flags: ["-b", "--batch", "--batch-size"],
      dest: "batch",
      kind: "text",
      help: "Run on so many minions at a time, or on such a part of them: 10, 10%.",
    },
    { flags: ["--batch-wait"], dest: "batch_wait", kind: "number", help: "Seconds to wait after each return." },
    {
      flags: ["--batch-safe-limit"],
      dest: "batch_safe_limit",
      kind: "integer",
      help: "Run in batches where so many minions or more match.",
    },
    {
      flags: ["--batch-safe-size"],
      dest: "batch_safe_size",
      kind: "text",
      help: "Size of such batches. Default: 8.",
    },
    { flags: ["--failhard"], dest: "failhard", kind: "flag", help: "Stop a batch at the first failure." },
  ],
};

const minionOptions: OptionGroup = {
  title: "Options for the Minions",
  options: [
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
      help: "Which config of the returner to use.",
    },
    {
      flags: ["--return_kwargs"],
      dest: "return_kwargs",
      kind: "text",
      metavar: "RETURNER_KWARGS",
      help: "YAML map of options for the returner.",
    },
    {
      flags: ["--module-executors"],
      dest: "module_executors",
      kind: "text",
      metavar: "EXECUTOR_LIST",
      help: "YAML list of executors.",
    },
    {
      flags: ["--executor-opts"],
      dest: "executor_opts",
      kind: "text",
      metavar: "EXECUTOR_OPTS",
      help: "YAML map of options for the executors.",
    },
    { flags: ["--metadata"], dest: "metadata", kind: "text", help: "YAML map that is kept with the job." },
  ],
};

const displayOptions: OptionGroup = {
  title: "Display Options",
  options: [
    { flags: ["-v", "--verbose"], dest: "verbose", kind: "flag", help: "Show the job id and more of the summary." },
    { flags: ["--show-jid"], dest: "show_jid", kind: "flag", help: "Show the job id." },
    {
      flags: ["--hide-timeout"],
      dest: "show_timeout",
      kind: "flag",
      sets: false,
      help: "Do not show minions that did not answer.",
    },
    { flags: ["--summary"], dest: "cli_summary", kind: "flag", help: "Show a summary at the end." },
    { flags: ["-p", "--progress"], dest: "progress", kind: "flag", help: "Show a bar and the summary, no results." },
    {
      flags: ["--no-progress"],
      dest: "show_progress",
      kind: "flag",
      sets: false,
      help: "On a terminal: no live lines about what still runs.",
      own,
    },
    { flags: ["--output-diff"], dest: "state_output_diff", kind: "flag", help: "Show only states with changes." },
    {
      flags: ["--compat"],
      dest: "compat",
      kind: "flag",
      help: "Say of silent minions what Salt says, letter by letter, and nothing besides.",
      own,
    },
  ],
};

/** Options that say how to read the target; only one of them may be given. */
export const targetOptions: readonly Option[] = [
  rosterOption,
  ...simpleTargetOptions,
  { flags: ["-C", "--compound"], dest: "compound", kind: "flag", help: "The target is a compound expression." },
  { flags: ["-I", "--pillar"], dest: "pillar_target", kind: "flag", help: "The target is KEY:GLOB of a pillar." },
  { flags: ["-J", "--pillar-pcre"], dest: "pillar_pcre", kind: "flag", help: "The target is KEY:REGEX of a pillar." },
  { flags: ["-S", "--ipcidr"], dest: "ipcidr", kind: "flag", help: "The target is a subnet or address." },
];

export const saltCommandLine: CommandLine = {
  program: "salt",
  usage: "salt [options] '<target>' <function> [arguments]",
  description: "Runs a function on all minions that match the target, and shows what they return as it arrives.",
  words: [{ ask: "targets" }, { ask: "functions" }],
  groups: [
    { title: null, options: generalOptions },
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
    runOptions,
    batchOptions,
    displayOptions,
    outputOptions,
    minionOptions,
    eauthOptions(["-a", "--auth", "--eauth", "--external-auth"]),
    logOptions(["-l", "--log-level"]),
  ],
};
