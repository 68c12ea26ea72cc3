import { describe, expect, test } from "vitest";
import type { Option } from "./option.js";
import { parseOptions } from "./parse.js";

const options: readonly Option[] = [
  { flags: ["-t", "--timeout"], dest: "timeout", kind: "integer", help: "" },
  { flags: ["-v", "--verbose"], dest: "verbose", kind: "flag", help: "" },
  { flags: ["-C"], dest: "compound", kind: "flag", help: "" },
  { flags: ["--static"], dest: "static", kind: "flag", help: "" },
  { flags: ["--state-output"], dest: "state_output", kind: "text", help: "" },
  { flags: ["--hide"], dest: "show", kind: "flag", sets: false, help: "" },
  { flags: ["--wait"], dest: "wait", kind: "number", help: "" },
  { flags: ["-l", "--level"], dest: "level", kind: "choice", choices: ["info", "error"], help: "" },
];

function parse(...argv: string[]) {
  const parsed = parseOptions(options, argv);
  return parsed.ok ? [Object.fromEntries(parsed.given), ...parsed.positionals] : parsed.text;
}

describe("the command line", () => {
  test.each<[string[], unknown]>([
    [
      ["a", "-v", "b", "-t", "5", "c"],
      [{ verbose: true, timeout: 5 }, "a", "b", "c"],
    ],
    [["-t5"], [{ timeout: 5 }]],
    [["-Cv"], [{ compound: true, verbose: true }]],
    [["-Cvt5"], [{ compound: true, verbose: true, timeout: 5 }]],
    [["--timeout=7"], [{ timeout: 7 }]],
    [["--timeout", "-7"], [{ timeout: -7 }]],
    [["--verb"], [{ verbose: true }]],
    [["--stati"], [{ static: true }]],
    [["--hide"], [{ show: false }]],
    [
      ["-v", "--", "-v", "--x"],
      [{ verbose: true }, "-v", "--x"],
    ],
    [["-"], [{}, "-"]],
    [["-t", "0x10"], [{ timeout: 16 }]],
    [["-t", "010"], [{ timeout: 8 }]],
    [["--wait=.5"], [{ wait: 0.5 }]],
    [["--state-output="], [{ state_output: "" }]],
    [["-t", "1", "-t", "2"], [{ timeout: 2 }]],
  ])("%j is understood", (argv, expected) => {
    expect(parse(...argv)).toEqual(expected);
  });

  test.each([
    [["--bogus"], "no such option: --bogus"],
    [["-x"], "no such option: -x"],
    [["-vx"], "no such option: -x"],
    [["-5"], "no such option: -5"],
    [["--stat"], "ambiguous option: --stat (--state-output, --static?)"],
    [["-t"], "-t option requires 1 argument"],
    [["--tim"], "--timeout option requires 1 argument"],
    [["--static=1"], "--static option does not take a value"],
    [["--tim", "x"], "option --timeout: invalid integer value: 'x'"],
    [["--wait=x"], "option --wait: invalid floating-point value: 'x'"],
    [["-l", "x"], "option -l: invalid choice: 'x' (choose from 'info', 'error')"],
  ])("%j is refused", (argv, text) => {
    expect(parse(...argv)).toBe(text);
  });
});
