import { cpCommandLine } from "../cp/options.js";
import { keyCommandLine } from "../key/options.js";
import type { CommandLine } from "../options/command.js";
import { runCommandLine } from "../run/options.js";
import { salinaCommandLine } from "../salina/options.js";
import { saltCommandLine } from "../salt/options.js";

/** Every command with its options: completion and man pages are made from them. */
export const allCommands: readonly CommandLine[] = [
  saltCommandLine,
  keyCommandLine,
  runCommandLine,
  cpCommandLine,
  salinaCommandLine,
];
