import type { CommandLine } from "../options/command.js";
import { eauthOptions, generalOptions, inputOptions, logOptions, outputOptions } from "../options/common.js";
import type { Option } from "../options/option.js";

const notProfiled = "the master runs the function, not this command";

const runnerOptions: readonly Option[] = [
  {
    flags: ["-d", "--doc", "--documentation"],
    dest: "doc",
    kind: "flag",
    help: "Show what runners there are, and what they take.",
  },
  { flags: ["--quiet"], dest: "quiet", kind: "flag", help: "Show nothing." },
  { flags: ["--async"], dest: "async", kind: "flag", help: "Start it, say its job id, and do not wait." },
  { flags: ["--jid"], dest: "jid", kind: "text", help: "Job id to use." },
  ...inputOptions,
  {
    flags: ["-t", "--timeout"],
    dest: "timeout",
    kind: "integer",
    help: "Seconds to wait.",
    unused: "the command waits until the runner has ended",
  },
  {
    flags: ["--skip-grains"],
    dest: "skip_grains",
    kind: "flag",
    help: "Do not load grains.",
    unused: "the command loads none",
  },
];

const profilingOptions: readonly Option[] = [
  {
    flags: ["--enable-profiling"],
    dest: "profiling_enabled",
    kind: "flag",
    help: "Profile the runner.",
    unused: notProfiled,
  },
  {
    flags: ["--profiling-path"],
    dest: "profiling_path",
    kind: "text",
    help: "Where profiles go.",
    unused: notProfiled,
  },
];

export const runCommandLine: CommandLine = {
  program: "salt-run",
  usage: "salt-run [options] <function> [arguments]",
  description: "Runs a function on the master.",
  words: [{ ask: "runners" }],
  groups: [
    { title: "Options", options: generalOptions },
    { title: "Runner Options", options: runnerOptions },
    logOptions(["-l", "--log-level"]),
    outputOptions,
    eauthOptions(["-a", "--auth", "--eauth", "--external-auth"]),
    { title: "Profiling", options: profilingOptions },
  ],
};
