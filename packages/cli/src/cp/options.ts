import type { CommandLine } from "../options/command.js";
import { generalOptions, logOptions, outputOptions, rosterOption, simpleTargetOptions } from "../options/common.js";
import type { Option } from "../options/option.js";

export const cpTargetOptions: readonly Option[] = [rosterOption, ...simpleTargetOptions];

export const cpCommandLine: CommandLine = {
  program: "salt-cp",
  usage: "salt-cp [options] '<target>' SOURCE DEST",
  description:
    "Copies files to all minions that match the target: text in one message, or anything in chunks. Large files are better served by the master's file server.",
  words: [{ ask: "targets" }, { files: "any" }, { files: "any" }],
  groups: [
    { title: null, options: generalOptions },
    {
      title: "File Options",
      options: [
        {
          flags: ["-C", "--chunked"],
          dest: "chunked",
          kind: "flag",
          help: "Send chunks: for large files, files that are not text, and directories.",
        },
        {
          flags: ["-n", "--no-compression"],
          dest: "gzip",
          kind: "flag",
          sets: false,
          help: "Do not compress chunks.",
        },
        {
          flags: ["-t", "--timeout"],
          dest: "timeout",
          kind: "integer",
          help: "Seconds of silence after which minions are asked whether they still work on it. Default: 5.",
        },
      ],
    },
    {
      title: "Target Options",
      options: [
        ...cpTargetOptions,
        {
          flags: ["--delimiter"],
          dest: "delimiter",
          kind: "text",
          help: "What parts the levels of a grain. Default: ':'.",
        },
      ],
    },
    outputOptions,
    logOptions(["-l", "--log-level"]),
  ],
};
