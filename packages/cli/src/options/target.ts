import { type Target, targetTypes } from "@salina/api";
import { type CommandLine, type GivenOptions, usageError } from "./command.js";
import type { Option } from "./option.js";

/** @throws Exit when several options say how to read the target */
export function checkTargetOptions(line: CommandLine, options: readonly Option[], given: GivenOptions["given"]): void {
  const chosen = options.filter((option) => given.has(option.dest));
  if (chosen.length < 2) return;
  const names = chosen.map(({ flags }) => flags.find((flag) => flag.startsWith("--"))).join("/");
  throw usageError(line, `The options ${names} are mutually exclusive. Please only choose one of them`);
}

/** @param dropBlanks of a list with commas: blanks are not part of its ids */
export function targetOf(given: GivenOptions["given"], text: string, dropBlanks: boolean): Target {
  // Nobody is meant by a roster; as a glob the text could mean anybody.
  if (given.has("hosts")) return { type: "list", expression: [] };
  if (given.has("list")) {
    const ids = text.includes(",")
      ? (dropBlanks ? text.replaceAll(" ", "") : text).split(",")
      : text.split(/\s+/).filter((id) => id !== "");
    return { type: "list", expression: ids };
  }
  const type = targetTypes.find((one) => given.has(one === "pillar" ? "pillar_target" : one)) ?? "glob";
  const delimiter = given.get("delimiter");
  return { type, expression: text, ...(typeof delimiter === "string" && delimiter !== ":" ? { delimiter } : {}) };
}
