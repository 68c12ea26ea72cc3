import type { Value } from "@salina/wire";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FunctionTable, RenderError, type TemplateOptions } from "../values.js";
import { renderTemplate } from "./index.js";

const FILES = new Map([
  ["self.jinja", "{% include 'self.jinja' %}"],
  ["a.jinja", "{% extends 'a.jinja' %}"],
]);

const options: TemplateOptions = {
  name: "t.sls",
  context: new Map<string, Value | FunctionTable>([
    ["d", new Map<Value, Value>([["a", 1]])],
    ["l", [1, 2, 3]],
    ["s", "text"],
    ["salt", new FunctionTable((name) => (name === "test.ping" ? () => true : undefined))],
  ]),
  loader: {
    read: (path) => {
      const text = FILES.get(path);
      return text === undefined ? undefined : { text, file: path };
    },
  },
};

function render(template: string, more: Partial<TemplateOptions> = {}): string {
  return renderTemplate(template, "t.sls", { ...options, ...more });
}

const OBJECTS = ["s", "l", "d", "1", "1.5", "none", "true", "salt['test.ping']", "s.upper", "range", "dict", "l|map"];
const INTERNALS = [
  "__class__",
  "__globals__",
  "__proto__",
  "__init__",
  "__subclasses__",
  "__mro__",
  "constructor",
  "prototype",
  "mro",
  "caller",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "func_globals",
  "gi_frame",
];

test.each(OBJECTS)("nothing behind the scenes can be reached from %s", (object) => {
  for (const name of INTERNALS) {
    expect(render(`{{ (${object}).${name} is defined }}`), name).toBe("False");
    expect(render(`{{ (${object})['${name}'] is defined }}`), name).toBe("False");
    expect(render(`{{ (${object})|attr('${name}') is defined }}`), name).toBe("False");
    expect(render(`{{ [${object}]|map(attribute='${name}')|first is defined }}`), name).toBe("False");
    expect(() => render(`{{ '{0.${name}}'.format(${object}) }}`), name).toThrow(RenderError);
    expect(() => render(`{{ '{x[${name}]}'.format_map({'x': ${object}}) }}`), name).toThrow(RenderError);
    expect(() => render(`{{ (${object}).${name}('x') }}`), name).toThrow(RenderError);
  }
});

test.each(INTERNALS)("salt.%s is at most the name of a module without functions", (name) => {
  for (const inner of INTERNALS)
    expect(render(`{{ salt.${name} is defined and salt.${name}.${inner} is defined }}`)).toBe("False");
  expect(() => render(`{{ salt.${name}() }}`)).toThrow(RenderError);
});

test("keys with the names of JavaScript's internals are data", () => {
  const context = new Map<string, Value>([
    [
      "m",
      new Map([
        ["__proto__", 1],
        ["constructor", 2],
      ]),
    ],
    ["__proto__", 3],
  ]);
  expect(render("{{ m.__proto__ }}{{ m['constructor'] }}{{ m }}", { context })).toBe(
    "12{'__proto__': 1, 'constructor': 2}",
  );
  expect(render("{% set __proto__ = {'x': 1} %}{{ x is defined }}{{ {}.x is defined }}")).toBe("FalseFalse");
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test.each([
  ["a long range", "{% for i in range(10**9) %}{% endfor %}"],
  ["a long text", "{{ 'a' * 10**9 }}"],
  ["a long list", "{{ [1] * 10**9 }}"],
  ["a wide field of %", "{{ '%1000000000d' % 1 }}"],
  ["a wide field of % from an argument", "{{ '%*d' % (10**9, 1) }}"],
  ["many digits", "{{ '%.1000000000f' % 1.5 }}"],
  ["a wide field of format", "{{ '{:>1000000000}'.format(1) }}"],
  ["a wide field of format from an argument", "{{ '{:{w}}'.format(1, w=10**9) }}"],
  ["a wide centre", "{{ 'a'|center(10**9) }}"],
  ["ljust", "{{ 'a'.ljust(10**9) }}"],
  ["zfill", "{{ 'a'.zfill(10**9) }}"],
  ["a deep indent", "{{ 'a\nb'|indent(10**9) }}"],
  ["expandtabs", "{{ '\t'.expandtabs(10**9) }}"],
  ["a wide json", "{{ {'a': [1]}|tojson(10**9) }}"],
  ["a power", "{{ 10 ** (10 ** 10) }}"],
  ["a product", "{% set ns = namespace(x=10**4000) %}{% for i in range(40) %}{% set ns.x = ns.x * ns.x %}{% endfor %}"],
  ["a huge integer printed", "{{ 2 ** 100000 }}"],
  ["rounding to many places", "{{ 1|round(-1000000000) }}"],
  ["many slices", "{{ l|slice(10**9)|list }}"],
  ["a batch filled up", "{{ l|batch(10**9, 'x')|list }}"],
  ["a list that doubles", "{% set x = [1] %}{% for i in range(60) %}{% do x.extend(x) %}{% endfor %}"],
  [
    "a text that doubles",
    "{% set ns = namespace(x='ab') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
  ],
  [
    "lists within lists, printed",
    "{% set ns = namespace(x=[1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
  ],
  [
    "lists within lists, compared",
    "{% set n = namespace(x=[1], y=[1]) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}{% set n.y = [n.y, n.y] %}{% endfor %}{{ n.x == n.y }}",
  ],
  [
    "lists within lists, as JSON",
    "{% set ns = namespace(x=[1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x|json }}",
  ],
  [
    "lists within lists, as keys",
    "{% set ns = namespace(x=(1,)) %}{% for i in range(60) %}{% set ns.x = (ns.x, ns.x) %}{% endfor %}{{ {ns.x: 1}|length }}",
  ],
  ["replacing with much", "{{ ('a' * 10**6)|replace('a', 'a' * 10**6) }}"],
  ["joining much", "{{ (['a' * 10**6] * 1000)|join('-') }}"],
  ["loops within loops", "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"],
  ["combinations", "{{ range(60)|combinations(30)|list }}"],
  ["a product of many", "{{ range(60)|product(repeat=30)|list }}"],
  ["a macro that calls itself", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"],
  ["a loop that calls itself", "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}"],
  ["a block that calls itself", "{% block x %}{{ self.x() }}{% endblock %}"],
  ["a template that includes itself", "{% include 'self.jinja' %}"],
  ["many parentheses", `{{ ${"(".repeat(5000)}1${")".repeat(5000)} }}`],
  ["many lists", `{{ ${"[".repeat(5000)}${"]".repeat(5000)} }}`],
  ["many nots", `{{ ${"not ".repeat(20_000)}1 }}`],
  ["many signs", `{{ ${"-".repeat(20_000)}1 }}`],
  ["a long sum", `{{ ${"1 + ".repeat(50_000)}1 }}`],
  ["many filters", `{{ 1${"|abs".repeat(50_000)} }}`],
  ["many blocks", "{% if 1 %}".repeat(5000) + "{% endif %}".repeat(5000)],
])("%s ends with an error", (_what, template) => {
  expect(() => render(template, { limits: { steps: 1_000_000 } })).toThrow(RenderError);
});

test("a template that extends itself ends with an error", () => {
  expect(() => render("{% extends 'a.jinja' %}", { limits: { steps: 100_000 } })).toThrow(RenderError);
});

test("a list that holds itself is printed as Python prints it", () => {
  expect(render("{% set x = [1] %}{% do x.append(x) %}{{ x }}")).toBe("[1, [...]]");
  expect(() => render("{% set x = [1] %}{% do x.append(x) %}{{ x|json }}")).toThrow(RenderError);
});

test("the time is limited by the clock that is handed in", () => {
  let now = 0;
  const clock = (): number => {
    now += 1000;
    return now;
  };
  expect(() => render("{% for i in range(99999) %}{{ i }}{% endfor %}", { now: clock })).toThrow(
    /longer than 10000 ms/,
  );
});

test("templates outside the file roots are not asked for", () => {
  const asked: string[] = [];
  const loader = {
    read: (path: string) => {
      asked.push(path);
      return undefined;
    },
  };
  for (const path of ["../../x", "a/../../x", "/etc/passwd", "./../../x", "..", "a\0b"]) {
    const context = new Map([["tpldir", "dir"]]);
    expect(() => render(`{% include p %}`, { context: new Map([...context, ["p", path]]), loader })).toThrow(
      RenderError,
    );
  }
  expect(asked).toEqual([]);
});

test("what a template changes is not what the caller gave", () => {
  const list: Value[] = [1];
  render("{% do l.append(2) %}{% do l.clear() %}", { context: new Map([["l", list]]) });
  expect(list).toEqual([1]);
});

const PIECES = [
  ..."{%|}#-+~()[]'\".,:=* \n\\_09azé",
  "{{ ",
  " }}",
  "{% ",
  " %}",
  "{#",
  "#}",
  "if ",
  "else",
  "endif",
  "for ",
  " in ",
  "endfor",
  "set ",
  "macro ",
  "endmacro",
  "raw",
  "endraw",
  "block x",
  "endblock",
  "not ",
  "is ",
  "l",
  "d",
  "s",
  "range(9)",
  "|join",
  "|map('upper')",
  "loop.index",
  "recursive",
  "call ",
  "endcall",
  "filter ",
  "**",
  "//",
  "{'a': 1}",
  "[1, 2]",
  "'%s' % ",
  ".format(",
  "namespace()",
];

test("whatever is written, it ends, with text or with a RenderError", () => {
  const limits = { steps: 20_000, wallTimeMs: 1000 };
  const property = fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }), (pieces) => {
    const template = pieces.join("");
    try {
      render(template, { limits });
    } catch (error) {
      if (!(error instanceof RenderError)) throw error;
    }
  });
  fc.assert(property, { numRuns: 5000, interruptAfterTimeLimit: 3000 });
});

const SEEDS = [
  "{% for k, v in d.items() if v > 0 recursive %}{{ loop.index }}:{{ '%05d' % v }}{% else %}-{% endfor %}",
  "{% macro m(a, b=[1, 2], *c) %}{{ caller(a)|indent(2) }}{% endmacro %}{% call(x) m(l[::-1]) %}{{ x }}{% endcall %}",
  "{%- set ns = namespace(x={'a': (1, 2.5)}) -%}{{ ns.x|json }}{% filter upper %}{{ s[1:] ~ 1 }}{% endfilter %}",
];

test("templates with an error in them end as well", () => {
  const change = fc.tuple(fc.nat(200), fc.nat(5), fc.constantFrom(...PIECES));
  const property = fc.property(fc.constantFrom(...SEEDS), fc.array(change, { maxLength: 6 }), (seed, changes) => {
    let template = seed;
    for (const [at, cut, by] of changes) {
      const from = at % template.length;
      template = template.slice(0, from) + by + template.slice(from + cut);
    }
    try {
      render(template, { limits: { steps: 20_000, wallTimeMs: 1000 } });
    } catch (error) {
      if (!(error instanceof RenderError)) throw error;
    }
  });
  fc.assert(property, { numRuns: 5000, interruptAfterTimeLimit: 3000 });
});
