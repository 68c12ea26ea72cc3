import { pyStr, sortedValues, type Value } from "@salina/wire";
import { OutputFailure, type OutputSettings, type Outputter } from "./outputter.js";

/** For minions that did not answer. @source salt/output/no_return.py */
export const noReturn: Outputter = (value, settings) => show(value, 0, settings);

function show(value: Value, indent: number, settings: OutputSettings): string {
  const { CYAN, RED, ENDC } = settings.colors;
  const blanks = " ".repeat(indent);
  if (typeof value === "string") {
    return value
      .split("\n")
      .map((line) => `${RED}${blanks}${line}${ENDC}\n`)
      .join("");
  }
  if (!(value instanceof Map)) return "";
  const keys = sortedValues([...value.keys()], (key) => key);
  if (!keys) throw new OutputFailure("keys of several types");
  return keys
    .map((key) => `${CYAN}${blanks}${pyStr(key)}${ENDC}:\n${show(value.get(key) ?? null, indent + 4, settings)}`)
    .join("");
}
