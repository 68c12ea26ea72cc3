import { readFileSync } from "node:fs";
import {
  FunctionTable,
  RenderError,
  readJson,
  readYaml,
  renderTemplate,
  saltFilters,
  saltTests,
  type TemplateFunction,
  type TemplateOptions,
} from "@salina/render";
import { traverse } from "@salina/targeting";
import { isMap, toValue, type Value, type ValueMap } from "@salina/wire";
import { describe, expect, test } from "vitest";
import { askPython, findSaltPython } from "./support/salt-python.js";
import { FILES, GRAINS, LOOKUPS, PILLAR, TABLES } from "./templates/context.js";
import { readCorpus } from "./templates/corpus.js";

/** Templates as Salt users write them, rendered by stock Salt and by ours in the same run. */
const python = findSaltPython("salt.utils.templates, jinja2");
if (python.missing !== null) console.warn(`templates-differential: skipped: ${python.missing}`);

const CONTEXT = { grains: GRAINS, pillar: PILLAR };
const corpus = readCorpus();

type Answer = { readonly ok: string } | { readonly error: string };

function stock(): Answer[] {
  const program = readFileSync(new URL("../src/jinja/peer.py", import.meta.url), "utf8");
  return askPython(python, program, {
    cases: corpus.map(({ text }) => ({ template: text })),
    files: FILES,
    context: JSON.stringify(CONTEXT),
    lookups: LOOKUPS,
    tables: TABLES,
  }) as Answer[];
}

const asMap = (plain: unknown): ValueMap => {
  const value = toValue(plain);
  return isMap(value) ? value : new Map();
};

const functions = new Map<string, TemplateFunction>([
  ...Object.entries(LOOKUPS).map(([name, data]): [string, TemplateFunction] => [
    name,
    ([key = "", standard = ""]) => traverse(asMap(data), String(key).split(":")) ?? standard,
  ]),
  ...Object.entries(TABLES).map(([name, table]): [string, TemplateFunction] => [
    name,
    ([first = ""]) => toValue((table as Record<string, unknown>)[String(first)]),
  ]),
  ["grains.filter_by", ([lookup = null], kwargs) => filterBy(lookup, kwargs.get("merge") ?? null)],
  ["slsutil.merge", ([one = null, two = null]) => merged(one, two)],
]);

function filterBy(lookup: Value, merge: Value): Value {
  const found = isMap(lookup) ? (lookup.get(GRAINS.os_family) ?? null) : null;
  return isMap(merge) ? merged(found, merge) : found;
}

function merged(one: Value, two: Value): Value {
  if (!isMap(one) || !isMap(two)) return two;
  const whole = new Map(one);
  for (const [key, value] of two) whole.set(key, whole.has(key) ? merged(whole.get(key) ?? null, value) : value);
  return whole;
}

function ours(template: string): Answer & { readonly line?: number | null } {
  const options: TemplateOptions = {
    name: "dir/t.sls",
    context: new Map<string, Value | FunctionTable>([
      ["grains", asMap(GRAINS)],
      ["pillar", asMap(PILLAR)],
      ["salt", new FunctionTable((name) => functions.get(name))],
      ["tpldir", "dir"],
      ["tplfile", "dir/t.sls"],
    ]),
    loader: {
      read: (path) => {
        const text = FILES[path];
        return text === undefined ? undefined : { text, file: path };
      },
    },
    filters: saltFilters({ now: () => new Date(), randomBelow: () => 0 }),
    tests: saltTests,
    parsers: { yaml: readYaml, json: readJson },
  };
  try {
    return { ok: renderTemplate(template, "t.sls", options) };
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return { error: error.reason, line: error.line };
  }
}

describe.skipIf(python.missing !== null)("templates as users write them, here and in stock Salt", () => {
  const answers = python.missing === null ? stock() : [];

  test.each(corpus.map((one, at) => [one.name, one, at] as const))("%s", (name, { text }, at) => {
    const theirs = answers[at] ?? { error: "no answer" };
    const mine = ours(text);
    expect("error" in theirs, JSON.stringify(theirs)).toBe(/ fails$|^raise$/.test(name));
    if ("ok" in theirs) return expect(mine).toEqual(theirs);
    const line = /; line (\d+)\n/.exec(theirs.error)?.[1];
    expect(mine).toHaveProperty("error");
    if (line !== undefined) expect("line" in mine && mine.line).toBe(Number(line));
  });

  test("there are a hundred of them", () => expect(corpus.length).toBeGreaterThanOrEqual(100));
});
