import type { Value } from "@salina/wire";
import type { Matcher } from "re2js";
import type { Filter } from "../values.js";
import { define, isTrue, type Param, textArg } from "./define.js";
import { type PythonPattern, pythonPattern } from "./python-pattern.js";

const flags: readonly Param[] = [
  ["ignorecase", false],
  ["multiline", false],
];

/** The groups of a match, null for one that took no part; null without a match. */
function groupsOf(matcher: Matcher, groups: number): Value[] {
  return Array.from({ length: groups }, (_, n) => matcher.group(n + 1) ?? null);
}

function compiled(rgx: Value | undefined, ignoreCase: Value | undefined, multiline: Value | undefined): PythonPattern {
  return pythonPattern(textArg(rgx, "the pattern"), isTrue(ignoreCase), isTrue(multiline));
}

/** @source salt/utils/jinja.py */
export const regexFilters: ReadonlyMap<string, Filter> = new Map([
  [
    "regex_search",
    define("regex_search", ["rgx", ...flags], (text, rgx, ignoreCase, multiline) => {
      const { engine, groups } = compiled(rgx, ignoreCase, multiline);
      const matcher = engine.matcher(textArg(text, "the text"));
      return matcher.find() ? groupsOf(matcher, groups) : null;
    }),
  ],
  [
    "regex_match",
    define("regex_match", ["rgx", ...flags], (text, rgx, ignoreCase, multiline) => {
      const { engine, groups } = compiled(rgx, ignoreCase, multiline);
      const matcher = engine.matcher(textArg(text, "the text"));
      return matcher.lookingAt() ? groupsOf(matcher, groups) : null;
    }),
  ],
  [
    "regex_replace",
    define("regex_replace", ["rgx", "val", ...flags], (text, rgx, value, ignoreCase, multiline) =>
      replaceAll(textArg(text, "the text"), compiled(rgx, ignoreCase, multiline), textArg(value, "the replacement")),
    ),
  ],
  [
    "regex_escape",
    define("regex_escape", [], (text) =>
      textArg(text, "the text").replace(/[\t\n\v\f\r #$&()*+\-.?[\\\]^{|}~]/g, "\\$&"),
    ),
  ],
]);

/** The test `match`. */
export const matchTest: Filter = define("match", ["rgx", ...flags], (text, rgx, ignoreCase, multiline) =>
  compiled(rgx, ignoreCase, multiline).engine.matcher(textArg(text, "the text")).lookingAt(),
);

function replaceAll(text: string, { engine, groups }: PythonPattern, template: string): string {
  const matcher = engine.matcher(text);
  const parts = templateParts(template, groups);
  let made = "";
  let end = 0;
  while (matcher.find()) {
    made += text.slice(end, matcher.start());
    for (const part of parts) made += typeof part === "string" ? part : (matcher.group(part.group) ?? "");
    end = matcher.end();
  }
  return made + text.slice(end);
}

type Part = string | { readonly group: number | string };
const letters = new Map([
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["\\", "\\"],
]);

/** @source Python's re/_parser.py, parse_template */
function templateParts(template: string, groups: number): Part[] {
  const parts: Part[] = [];
  const shape = /\\(?:g<([^>]*)>|(0[0-7]{0,2})|([1-9][0-9]?)|([\s\S]?))|[^\\]+/g;
  for (const found of template.matchAll(shape)) {
    const [whole, named, octal, number, letter] = found;
    if (named !== undefined) parts.push({ group: /^\d+$/.test(named) ? checked(Number(named), groups) : named });
    else if (octal !== undefined) parts.push(String.fromCharCode(Number.parseInt(octal, 8)));
    else if (number !== undefined) parts.push({ group: checked(Number(number), groups) });
    else if (letter !== undefined) {
      const meant = letters.get(letter);
      if (meant === undefined && /[A-Za-z]|^$/.test(letter)) throw new Error(`bad escape \\${letter}`);
      parts.push(meant ?? `\\${letter}`);
    } else parts.push(whole);
  }
  return parts;
}

function checked(group: number, groups: number): number {
  if (group > groups) throw new Error(`invalid group reference ${group}`);
  return group;
}
