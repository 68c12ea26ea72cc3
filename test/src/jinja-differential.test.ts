import { readFileSync } from "node:fs";
import { FunctionTable, RenderError, readJson, readYaml, renderTemplate, type TemplateOptions } from "@salina/render";
import { toValue, type Value, type ValueMap } from "@salina/wire";
import { describe, expect, test } from "vitest";
import { EXPRESSIONS } from "./jinja/expressions.js";
import { FAILURES } from "./jinja/failures.js";
import { CONTEXT, FILES } from "./jinja/names.js";
import { randomTemplates } from "./jinja/random-cases.js";
import { TEMPLATES } from "./jinja/templates.js";
import { askPython, findSaltPython } from "./support/salt-python.js";

const python = findSaltPython("salt.utils.templates, jinja2");
if (python.missing !== null) console.warn(`jinja-differential: skipped: ${python.missing}`);

interface Case {
  readonly template: string;
}

type Answer = { readonly ok: string } | { readonly error: string };

function stock(cases: readonly Case[]): Answer[] {
  const program = readFileSync(new URL("../src/jinja/peer.py", import.meta.url), "utf8");
  return askPython(python, program, { cases, files: FILES, context: JSON.stringify(CONTEXT) }) as Answer[];
}

const FUNCTIONS = new Map<string, (args: readonly Value[], kwargs: ReadonlyMap<string, Value>) => Value>([
  ["test.echo", ([value = null]) => value],
  ["test.kwargs", (args, kwargs) => [[...args], new Map(kwargs)]],
]);

const OPTIONS: TemplateOptions = {
  name: "dir/t.sls",
  context: new Map<string, Value | FunctionTable>([
    ...(toValue(CONTEXT) as ValueMap as Map<string, Value>),
    ["salt", new FunctionTable((name) => FUNCTIONS.get(name))],
    ["tpldir", "dir"],
    ["tplfile", "dir/t.sls"],
  ]),
  loader: {
    read: (path) => {
      const text = FILES[path];
      return text === undefined ? undefined : { text, file: path };
    },
  },
  parsers: { yaml: readYaml, json: readJson },
};

function ours(template: string): Answer & { readonly line?: number | null } {
  try {
    return { ok: renderTemplate(template, "t.sls", OPTIONS) };
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return { error: error.reason, line: error.line };
  }
}

/** Addresses of objects differ from run to run; ours have none. */
function plain(text: string): string {
  return text.replace(/ at 0x[0-9a-f]+/g, "");
}

describe.skipIf(python.missing !== null)("templates here and in stock Salt", () => {
  test("expressions print the same", () => {
    const cases = EXPRESSIONS.map((expression) => ({ template: `{{ ${expression} }}` }));
    const differences = compare(cases);
    expect(differences).toEqual([]);
  });

  test("templates give the same text", () => {
    expect(compare(TEMPLATES.map((template) => ({ template })))).toEqual([]);
  });

  test("random slices, formats, calculations and white space come out the same", () => {
    expect(compare(randomTemplates(2100).map((template) => ({ template })))).toEqual([]);
  });

  test("what fails fails here too, with Jinja2's words and in the same line", () => {
    expect(compare(FAILURES.map((template) => ({ template })))).toEqual([]);
  });
});

function compare(cases: readonly Case[]): unknown[] {
  const answers = stock(cases);
  expect(answers).toHaveLength(cases.length);
  return cases.flatMap(({ template }, at) => {
    const theirs = answers[at] ?? { error: "no answer" };
    const mine = ours(template);
    return agree(theirs, mine) ? [] : [{ template, stock: theirs, ours: mine }];
  });
}

/** Jinja2 words these itself; other messages are Python's, which differ from release to release. */
const WORDED = /^Jinja (variable|syntax error)/;

function agree(theirs: Answer, mine: Answer & { readonly line?: number | null }): boolean {
  if ("ok" in theirs) return "ok" in mine && plain(mine.ok) === plain(theirs.ok);
  if (!("error" in mine)) return false;
  // Salt writes the line behind the message, and for other files on a line of its own.
  const [, message = "", own] = /^([\s\S]*?)(?:; line (\d+)\n|\n\S+\(\d+\):\n|\n*$)/.exec(theirs.error) ?? [];
  const line = own ?? /\n\S+\((\d+)\):\n/.exec(theirs.error)?.[1];
  if (line !== undefined && mine.line !== Number(line)) return false;
  return !WORDED.test(message) || message === mine.error;
}
