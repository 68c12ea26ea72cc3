import type { CommandLine } from "../options/command.js";
import { generalOptions, logOptions, outputOptions } from "../options/common.js";
import type { Option } from "../options/option.js";

const runnerOptions: readonly Option[] = [
  {
    flags: ["-d", "--doc", "--documentation"],
    dest: "doc",
    kind: "flag",
    help: "Show what runners there are, and what they take.",
  },
  { flags: ["--quiet"], dest: "quiet", kind: "flag", help: "Show nothing." },
  { flags: ["--no-parse"], dest: "no_parse", kind: "text", help: "Keywords, with commas, that stay text." },
  { flags: ["-t", "--timeout"], dest: "timeout", kind: "integer", help: "Accepted for compatibility." },
  { flags: ["--skip-grains"], dest: "skip_grains", kind: "flag", help: "Accepted for compatibility." },
  { flags: ["--async"], dest: "async", kind: "flag", help: "Start it, say its job id, and do not wait." },
  { flags: ["--jid"], dest: "jid", kind: "text", help: "Job id to use." },
  {
    flags: ["--args-stdin"],
    dest: "args_stdin",
    kind: "flag",
    help: "Read more options and arguments from stdin, one a line.",
  },
];

export const runCommandLine: CommandLine = {
  program: "salt-run",
  usage: "salt-run [options] <function> [arguments]",
  description: "Runs a function on the master.",
  groups: [
    { title: "Options", options: generalOptions },
    { title: "Runner Options", options: runnerOptions },
    logOptions(["-l", "--log-level"]),
    outputOptions,
  ],
};
