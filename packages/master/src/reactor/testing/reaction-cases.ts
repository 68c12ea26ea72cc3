export interface ReactionCase {
  readonly name: string;
  /** Files of the reaction, in their order. */
  readonly files: readonly string[];
  readonly tag?: string;
  readonly data?: unknown;
  /** Why we give something else than stock. */
  readonly differs?: string;
}

const local = "a:\n  local.test.ping:\n    - tgt: web1\n";

/** Reactions, as they stand in Salt's own documentation and around it. */
export const reactionCases: readonly ReactionCase[] = [
  { name: "a job", files: [local] },
  {
    name: "cmd is local",
    files: [
      "a:\n  cmd.cmd.run:\n    - tgt: 'G@os:Debian'\n    - tgt_type: compound\n    - arg:\n      - rm -rf /tmp/*\n",
    ],
  },
  {
    name: "args as a list of maps",
    files: [
      "a:\n  local.state.single:\n    - tgt: 'kernel:Linux'\n    - tgt_type: grain\n    - args:\n      - fun: file.managed\n      - name: /tmp/foo\n      - source: salt://foo\n",
    ],
  },
  { name: "args as a map", files: ["a:\n  local.test.arg:\n    - tgt: '*'\n    - args: {x: 1, y: [1.0, 2]}\n"] },
  {
    name: "args wins over arg and kwarg",
    files: ["a:\n  local.test.arg:\n    - tgt: '*'\n    - args: {x: 1}\n    - arg: [1]\n    - kwarg: {z: 1}\n"],
  },
  { name: "args of words", files: ["a:\n  local.test.arg:\n    - tgt: '*'\n    - args: [x, 1]\n"] },
  { name: "args as text of YAML", files: ["a:\n  local.test.arg:\n    - tgt: '*'\n    - args: '[{x: 1}, y]'\n"] },
  { name: "args of a wrong form", files: ["a:\n  local.test.arg:\n    - tgt: '*'\n    - args: [{x: 1, y: 2}]\n"] },
  { name: "args of nothing", files: ["a:\n  local.test.arg:\n    - tgt: '*'\n    - args: []\n"] },
  {
    name: "arg and kwarg",
    files: ["a:\n  local.test.arg:\n    - tgt: '*'\n    - arg: [1, two]\n    - kwarg: {k: v}\n"],
  },
  { name: "returners", files: ["a:\n  local.test.ping:\n    - tgt: '*'\n    - ret: redis\n"] },
  { name: "no target", files: ["a:\n  local.test.ping: []\n"] },
  { name: "a list as target", files: ["a:\n  local.test.ping:\n    - tgt: [web1, web2]\n    - tgt_type: list\n"] },
  {
    name: "a runner with args",
    files: ["a:\n  runner.one.two:\n    - args:\n      - mods: x\n      - pillar: {a: 1}\n"],
  },
  { name: "a runner as of old", files: ["a:\n  runner.one.two:\n    - mods: x\n    - pillar: {a: 1}\n"] },
  {
    name: "a runner with arg and kwarg",
    files: ["a:\n  runner.one.two:\n    - arg: [x]\n    - kwarg: {pillar: {a: 1}}\n"],
  },
  { name: "a runner that takes `name`", files: ["a:\n  runner.one.named:\n    - value: 1\n"] },
  { name: "a runner that is not there", files: ["a:\n  runner.no.such:\n    - x: 1\n"] },
  { name: "a wheel function with args", files: ["a:\n  wheel.one.two:\n    - args: {mods: x}\n"] },
  { name: "a wheel function as of old", files: ["a:\n  wheel.one.two:\n    - mods: x\n"] },
  {
    name: "alphabetical, by function and name",
    files: [
      "b:\n  local.test.ping:\n    - tgt: 1\na:\n  local.test.ping:\n    - tgt: 2\nc:\n  runner.one.two:\n    - args: {mods: x}\nd:\n  cmd.test.ping:\n    - tgt: 3\n",
    ],
  },
  {
    name: "order",
    files: [
      "a:\n  local.test.ping:\n    - tgt: 1\n    - order: last\nb:\n  local.test.ping:\n    - tgt: 2\nc:\n  local.test.ping:\n    - tgt: 3\n    - order: first\nd:\n  local.test.ping:\n    - tgt: 4\n    - order: 5\ne:\n  local.test.ping:\n    - tgt: 5\n    - order: -1\nf:\n  local.test.ping:\n    - tgt: 6\n    - order: 2.5\n",
    ],
  },
  {
    name: "names",
    files: [
      "a:\n  local.test.ping:\n    - tgt: x\n    - names: [z, y, z, {w: [{tgt: q}]}]\nb:\n  local.test.ping:\n    - tgt: y\n",
    ],
  },
  {
    name: "names with an order",
    files: [
      "a:\n  local.test.ping:\n    - tgt: x\n    - order: 3\n    - names: [z, y]\nb:\n  local.test.ping:\n    - tgt: y\n",
    ],
  },
  {
    name: "several of one kind in a reaction",
    files: [
      "a:\n  local.test.ping:\n    - tgt: x\n  local.test.echo:\n    - tgt: y\n  runner.one.two:\n    - args: {mods: x}\n",
    ],
  },
  { name: "the long form", files: ["a:\n  local:\n    - test.ping\n    - tgt: x\n"] },
  { name: "two functions", files: ["a:\n  local:\n    - test.ping\n    - test.echo\n    - tgt: x\n", local] },
  { name: "no function", files: ["a:\n  local:\n    - tgt: x\n"] },
  { name: "a function with blanks", files: ["a:\n  local:\n    - test ping\n    - tgt: x\n"] },
  { name: "the short form", files: ["a: runner.one.none\n"] },
  { name: "no list", files: ["a:\n  local.test.ping: {tgt: x}\n"] },
  { name: "no map", files: ["- a\n", local] },
  { name: "an empty file", files: ["", local] },
  { name: "an id that is a number", files: ["7:\n  local.test.ping:\n    - tgt: x\n"] },
  { name: "of two files the later one wins", files: [local, "a:\n  local.test.echo:\n    - tgt: web2\n"] },
  { name: "a file that cannot be read leaves the other", files: ["a: [\n", local] },
  { name: "an unknown name leaves the other", files: ["a: {{ nothing.at.all }}\n", local] },
  {
    name: "tag and data",
    tag: "salt/minion/web1/start",
    data: { id: "web1", act: "pend", n: 5, f: 1.5, list: [1, "x"], none: null, nested: { a: { b: true } } },
    files: [
      "{% if data['act'] == 'pend' and data.id.startswith('web') %}\n{{ data['id'] }}-{{ tag.split('/')[2] }}:\n  local.test.arg:\n    - tgt: {{ data.id }}\n    - args:\n        n: {{ data.n }}\n        f: {{ data['f'] }}\n        list: {{ data.list | tojson }}\n        none: {{ data.get('missing', 'x') }}\n        deep: {{ data.nested.a.b }}\n{% endif %}\n",
    ],
  },
  {
    name: "nothing comes of a condition",
    files: ["{% if data.get('x') %}\na:\n  local.test.ping:\n    - tgt: x\n{% endif %}\n"],
  },
  {
    name: "what stands in data is no template",
    data: { x: "{{ 7 * 7 }}{% raw %}" },
    files: ["a:\n  local.test.arg:\n    - tgt: '*'\n    - arg: [{{ data.x | tojson }}]\n"],
  },
  {
    name: "what stands in data is no YAML where it is quoted",
    data: { x: "a: b\n- c" },
    files: ["a:\n  local.test.arg:\n    - tgt: '*'\n    - arg: [{{ data.x | yaml_dquote }}]\n"],
  },
  { name: "the renderer of a file's own", files: ["#!yaml\na:\n  local.test.ping:\n    - tgt: '{{ tag }}'\n"] },
  {
    name: "ids of jobs stay text",
    files: ["a:\n  local.saltutil.find_job:\n    - tgt: '*'\n    - arg: ['20260101000000000000']\n"],
  },
  {
    name: "a runner with kwarg alone",
    files: ["a:\n  runner.one.two:\n    - kwarg: {mods: x}\n"],
    differs: "stock looks for `mods` beside `kwarg` and fails; we take what is meant",
  },
  {
    name: "a masterless minion's function",
    files: ["a:\n  caller.test.ping: []\n"],
    differs: "there is no masterless minion: an error",
  },
  {
    name: "the old name of tgt_type",
    files: ["a:\n  local.test.ping:\n    - tgt: 'os:Debian'\n    - expr_form: grain\n"],
    differs: "stock takes it for a glob, without a word",
  },
];
