import type { CommandLine } from "../options/command.js";
import { generalOptions, logOptions } from "../options/common.js";

const commands = ["graph", "completion", "man", "complete", "keys"] as const;
export type SalinaCommand = (typeof commands)[number];

export function isSalinaCommand(word: string): word is SalinaCommand {
  return commands.some((name) => name === word);
}

export const salinaCommandLine: CommandLine = {
  program: "salina",
  usage: "salina [options] <command> [arguments]",
  description:
    "What the commands of Salt have no word for. graph ORCHESTRATION: its steps as a drawing for Mermaid. completion bash|zsh|fish: completion of all commands for that shell. man COMMAND: its manual page. keys replace ID: lets a reinstalled minion in.",
  groups: [
    { title: "Options", options: generalOptions },
    {
      title: "Options of keys replace",
      options: [
        {
          flags: ["--fingerprint"],
          dest: "fingerprint",
          kind: "text",
          help: "Of the new key, as `salt-call --local key.finger` on the minion tells it.",
        },
      ],
    },
    logOptions(["-l", "--log-level"]),
  ],
  words: [{ words: commands }],
};
