/** What the templates of the comparison see by name. */
export const CONTEXT = {
  a: 1,
  zero: 0,
  big: 12345678901234,
  f: 1.5,
  s: "hello world",
  html: "<b>&'\"",
  multi: "line1\nline2\n\nline4",
  uni: "grün €😀",
  empty: "",
  none_value: null,
  yes: true,
  nums: [3, 1, 2],
  words: ["banana", "Apple", "cherry", "apple"],
  d: { b: 2, a: 1, c: [1, 2], "key with space": "v" },
  nested: { web: { ports: [80, 443], name: "nginx", on: true, ratio: 0.25, none: null, text: "a\nb\t'q'" } },
  users: [
    { name: "bob", age: 30, tags: ["x", "y"], address: { city: "Bonn" } },
    { name: "Alice", age: 25, tags: [], address: { city: "Aachen" } },
    { name: "carol", age: 30, tags: ["z"], address: { city: "Bonn" } },
  ],
  tree: [
    {
      n: "r",
      kids: [
        { n: "k1", kids: [{ n: "g", kids: [] }] },
        { n: "k2", kids: [] },
      ],
    },
  ],
  grains: { os: "Debian", id: "node1.local.lan", ip4: ["10.0.0.1", "127.0.0.1"], num_cpus: 8, osrelease: "12.4" },
  proto: { __proto__x: 1, constructor: "c", toString: "t", hasOwnProperty: "h" },
};

export const FILES: Record<string, string> = {
  "lib.jinja":
    "{% macro hi(name='you') %}hi {{ name }}{% endmacro %}\n{% set exported = 5 %}{% set _hidden = 6 %}{% set map = {'p': a} %}\n",
  "dir/rel.jinja": "{% set here = tpldir ~ ':' ~ tplfile %}rel\n",
  "dir/sub/deep.jinja": "{% from './../rel.jinja' import here %}{% set deep = here %}{{ tpldir }}|{{ tplfile }}\n",
  "inc.txt": "included {{ a }} {{ local is defined }}{{ local|default('no') }}\n",
  "data.yaml": "x: [1, 2]\ny: {z: text}\n",
  "data.json": '{"x": [1, 2.5], "y": null}\n',
  "plain.txt": "some\ntext {{ a }}\n",
  "base.html":
    "<{% block title %}base{% endblock %}|{% block body %}B{{ a }}{% endblock %}|{% block scoped_ %}{% endblock %}>\n",
  "child.html":
    "{% extends 'base.html' %}ignored{% set z = 3 %}{% block title %}child {{ super() }}{{ z }}{% endblock %}",
  "broken.jinja": "ok\n\n{{ nothere.x }}\n",
  "syntax.jinja": "ok\n{% if %}\n",
  "loop.jinja": "{{ i }}{{ loop is defined }}",
};
