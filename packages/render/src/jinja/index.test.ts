import type { Value } from "@salina/wire";
import { describe, expect, test } from "vitest";
import { FunctionTable, RenderError, type TemplateOptions } from "../values.js";
import { renderTemplate } from "./index.js";

const FILES = new Map([
  ["map.jinja", "{% set port = 80 %}{% macro greet(n) %}hi {{ n }}{% endmacro %}"],
  ["web/init.jinja", "{% from './map.jinja' import name %}{{ name }} in {{ tpldir }}"],
  ["web/map.jinja", "{% set name = 'nginx' %}"],
  ["bad.jinja", "line one\n\n{{ missing.part }}\n"],
  ["worse.jinja", "line one\n{% endfor %}\n"],
]);

function render(template: string, more: Partial<TemplateOptions> = {}): string {
  return renderTemplate(template, "/srv/salt/t.sls", {
    name: "t.sls",
    context: new Map(),
    loader: {
      read: (path) => {
        const text = FILES.get(path);
        return text === undefined ? undefined : { text, file: `/srv/salt/${path}` };
      },
    },
    ...more,
  });
}

function failure(template: string, more: Partial<TemplateOptions> = {}): RenderError {
  try {
    render(template, more);
  } catch (error) {
    if (error instanceof RenderError) return error;
    throw error;
  }
  throw new Error(`nothing failed in ${template}`);
}

describe("errors", () => {
  test("name the variable, the file and the line", () => {
    const error = failure("a: 1\nb: {{ nope }}\n");
    expect(error.reason).toBe("Jinja variable 'nope' is undefined");
    expect([error.file, error.line]).toEqual(["/srv/salt/t.sls", 2]);
    expect(error.message).toBe("/srv/salt/t.sls:2: Jinja variable 'nope' is undefined");
  });

  test.each(["{% include 'bad.jinja' %}", "\n\n{% import 'bad.jinja' as b %}", "{% from 'bad.jinja' import x %}"])(
    "of other files name those files: %s",
    (template) => {
      const { file, line } = failure(template);
      expect([file, line]).toEqual(["/srv/salt/bad.jinja", 3]);
    },
  );

  test("of the syntax of other files name those files", () => {
    const { file, line, reason } = failure("\n\n\n{% include 'worse.jinja' %}");
    expect([file, line]).toEqual(["/srv/salt/worse.jinja", 2]);
    expect(reason).toBe("Jinja syntax error: Encountered unknown tag 'endfor'.");
  });

  test("after an import stand in the importing file again", () => {
    const { file, line } = failure("{% from 'map.jinja' import greet %}\n{{ greet('x') }}\n{{ nope }}");
    expect([file, line]).toEqual(["/srv/salt/t.sls", 3]);
  });

  test("within a macro name the line of the macro", () => {
    expect(failure("{% macro m() %}\n{{ nope }}\n{% endmacro %}\n\n{{ m() }}").line).toBe(2);
  });

  test("of functions carry what the function said", () => {
    const salt = new FunctionTable(() => () => {
      throw new Error("no such pillar");
    });
    const { reason } = failure("{{ salt['pillar.fetch']('x') }}", { context: new Map([["salt", salt]]) });
    expect(reason).toBe("Problem running salt function in Jinja template: no such pillar");
  });
});

test("undefined names print nothing where the options allow them", () => {
  const lenient = { strictUndefined: false };
  expect(render("[{{ nope }}{% if nope %}x{% endif %}{% for x in nope %}x{% endfor %}]", lenient)).toBe("[]");
  expect(failure("{{ nope.x }}", lenient).reason).toBe("Jinja variable 'nope' is undefined");
});

test("functions get wire values and are found by either spelling", () => {
  const calls: unknown[] = [];
  const salt = new FunctionTable((name) => (args, kwargs) => {
    calls.push([name, args, kwargs]);
    return new Map<Value, Value>([["n", 9007199254740993n]]);
  });
  const context = new Map([["salt", salt]]);
  expect(render("{{ salt['a.b']((1, 2.0), k={'x': none}).n }} {{ salt.a.b().n }}", { context })).toBe(
    "9007199254740993 9007199254740993",
  );
  expect(calls).toHaveLength(2);
  expect(calls[0]).toMatchObject(["a.b", [[1, { value: 2 }]], new Map([["k", new Map([["x", null]])]])]);
});

test("filters and tests that are handed in come before built-in ones", () => {
  const filters = new Map([["upper", (value: Value, args: readonly Value[]) => [value, ...args]]]);
  const tests = new Map([["small", (value: Value) => typeof value === "number" && value < 5]]);
  expect(render("{{ 'a'|upper(1) }}{{ 3 is small }}{{ 'upper' is filter }}", { filters, tests })).toBe(
    "['a', 1]TrueTrue",
  );
});

// What is included sees the names of what includes it, so also its tpldir.
test("relative imports start from the directory of the template", () => {
  expect(render("{% include 'web/init.jinja' %}")).toBe("nginx in .");
});

test("a template is read once, however often it is imported", () => {
  const asked: string[] = [];
  const loader = {
    read: (path: string) => {
      asked.push(path);
      return { text: "{% set x = [] %}", file: path };
    },
  };
  const template = "{% for i in range(3) %}{% from 'x' import x %}{% do x.append(i) %}{{ x }}{% endfor %}";
  expect(render(template, { loader })).toBe("[0][0, 1][0, 1, 2]");
  expect(asked).toEqual(["x"]);
});

test("import_yaml and its kin read with the parsers that are handed in", () => {
  const parsers = {
    yaml: (text: string): Value => ["yaml", text],
    json: (text: string): Value => ["json", text],
  };
  const template =
    "{% import_yaml 'map.jinja' as a %}{% load_json as b %}1{% endload %}{{ a }}{{ b }}{{ '2'|load_yaml }}";
  expect(render(template, { parsers })).toBe("['yaml', '']['json', '1']['yaml', '2']");
  expect(failure("{{ '1'|load_json }}").reason).toBe("Jinja syntax error: there is no reader for json");
});

test("bytes, large integers and floats go through unchanged", () => {
  const context = new Map<string, Value>([
    ["b", Uint8Array.from([0x41, 0xff])],
    ["i", 2n ** 70n],
  ]);
  expect(render("{{ b }} {{ i + 1 }} {{ 1.0 }}", { context })).toBe("b'A\\xff' 1180591620717411303425 1.0");
});

test("the environment's options change the syntax", () => {
  const environment = new Map<string, Value>([
    ["line_statement_prefix", "%"],
    ["variable_start_string", "<<"],
    ["variable_end_string", ">>"],
    ["no_such_option", 1],
  ]);
  expect(render("% for i in range(2)\n<< i >>\n% endfor\n", { environment })).toBe("0\n1\n\n");
});

test("chance is that of the caller", () => {
  expect(render("{{ [1, 2, 3, 4]|random }}", { random: () => 0.5 })).toBe("3");
});
