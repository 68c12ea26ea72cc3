/** A tree of SLS files: by name (`a/init` for `a/init.sls`) their text. `top` is what is asked for. */
export interface CompileCase {
  readonly mods: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly exclude?: readonly unknown[];
  readonly saltenv?: string;
}

/** Files are parted by `== name` lines; what stands before the first one is `top`. */
export function tree(text: string, more: Partial<CompileCase> = {}): CompileCase {
  const parts = text.split(/^== (.*)\n/m);
  const files: Record<string, string> = { top: parts[0] ?? "" };
  for (let at = 1; at < parts.length; at += 2) files[parts[at] ?? ""] = parts[at + 1] ?? "";
  return { mods: ["top"], files, ...more };
}

/** As users write them, and each rule and error at least once. */
export const fixedCases: readonly CompileCase[] = [
  ..."a:\n  test.nop: []\nb:\n  test:\n    - nop\n    - name: other\n---\na: test.nop\nb: test.nop\n---\na:\n  test.nop:\n  - x: 1\n---\n"
    .split("---\n")
    .map((text) => tree(text)),
  ...`
one:
  salt.state:
    - tgt: '*'
    - sls: [a, b]
two:
  salt.function:
    - name: test.ping
    - tgt: 'web*'
    - require:
      - salt: one
%%
a:
  test.nop:
    - order: last
b:
  test.nop:
    - order: first
c:
  test.nop:
    - order: 5
d:
  test.nop:
    - order: -1
e:
  test.nop:
    - order: x
f:
  test.nop: []
%%
many:
  test.nop:
    - names: [x, y, z, x]
    - comment: c
more:
  test.nop:
    - names:
      - p:
        - comment: own
        - require: [{test: x}]
      - q
%%
a:
  test.nop:
    - require_in: [{test: b}, c]
    - watch_in: {test: b}
b: test.nop
c: test.nop
%%
a:
  test.nop:
    - prereq: [{test: b}]
b: test.nop
%%
a:
  test.nop:
    - prereq_in: [{test: b}]
b: test.nop
%%
a:
  test.nop:
    - use: [{test: b}]
    - own: 1
b:
  test.nop:
    - own: 2
    - theirs: 3
    - require: [{test: c}]
c:
  test.nop:
    - use_in: [{test: b}]
    - given: 4
%%
a:
  test.nop:
    - onchanges_in: [{test: b}]
    - onfail_in: [{test: b}, {test: c}]
    - listen_in: [{test: b}]
b:
  test.nop:
    - require: [{test: c}]
c: test.nop
%%
a:
  test.nop:
    - require_in: [{test.nop: b}]
b: test.nop
%%
a:
  test.nop:
    - require: [{test.nop: b}]
b: test.nop
%%
a:
  test.nop:
    - require_in: [{test: missing}]
%%
a:
  test.nop:
    - require: b
%%
a:
  test.nop:
    - require: [[b]]
%%
a:
  test.nop:
    - require: [{test: [b]}]
%%
a:
  test.nop:
    - require: [{test: b}]
b:
  test.nop:
    - require: [{test: a}]
%%
a:
  test.nop:
    - names: x
%%
a:
  test:
    - nop
    - succeed_without_changes
%%
a:
  test: []
%%
a:
  test.nop:
%%
a:
  test: nop
%%
a: 1
%%
a: word
%%
a: [x]
%%
1:
  test.nop: []
%%
1.5:
  test.nop: []
%%
a:
  test.nop: []
  test.succeed_without_changes: []
%%
a:
  test.nop: []
  other.thing: []
%%
a:
  test.nop:
    - fun x
%%
- a
- b
%%
just text
%%
include: x
a: test.nop
%%
include:
  - gone
%%
include:
  - other
a: test.nop
== other
b: test.nop
%%
include:
  - other
  - web
a:
  test.nop:
    - require: [{sls: other}]
== other
b: test.nop
== web/init
include:
  - .deep
  - ..other
c: test.nop
== web/deep
d: test.nop
%%
include:
  - web.*
== web/a
a: test.nop
== web/b
b: test.nop
== web/init
i: test.nop
%%
include:
  - ...up
%%
include:
  - other
== other
include:
  - top
b: test.nop
%%
include:
  - other
a: test.nop
== other
a: test.nop
%%
include:
  - other
a:
  test.nop: [x: 1]
== other
a:
  test.nop: [x: 2]
%%
include:
  - dev: other
%%
include:
  - base: other
== other
b: test.nop
%%
include:
  - other
extend:
  b:
    test:
      - x: 2
      - require: [{test: c}]
      - succeed_without_changes
== other
b:
  test.nop:
    - x: 1
    - require: [{test: d}]
c: test.nop
d: test.nop
%%
include:
  - other
extend:
  b:
    test.nop:
      - y: 1
  called:
    test:
      - z: 1
== other
b: test.nop
c:
  test.nop:
    - name: called
%%
extend:
  gone:
    test: [x: 1]
a: test.nop
%%
extend: x
%%
extend:
  a: x
a: test.nop
%%
include: [other]
extend:
  b:
    cmd:
      - run
== other
b: test.nop
%%
include: [other]
exclude:
  - id: b
  - sls: third
a: test.nop
== other
include: [third]
b: test.nop
== third
c: test.nop
%%
include: [other]
exclude:
  - oth*
a: test.nop
== other
b: test.nop
%%
exclude: x
a: test.nop
%%
include: [other]
extend:
  b:
    test: [x: 1]
exclude: [{sls: top}]
== other
b: test.nop
%%
a:
  test.nop:
    - require: [{sls: other}]
    - watch: [{sls: 'o*'}]
include: [other]
== other
{}
%%
a:
  test.nop:
    - require: [{id: b}, b, {test: 'b*'}]
b: test.nop
%%
a:
  test.nop:
    - prereq: [{sls: other}]
include: [other]
== other
b: test.nop
c: test.nop
%%
a:
  test.nop:
    - require_in: [{sls: other}]
include: [other]
== other
b: test.nop
c: test.nop
%%
a:
  test.nop:
    - name: called
    - require_in: [c]
b:
  test.nop:
    - require_in: [called]
c: test.nop
%%
wait:
  salt.wait_for_event:
    - name: salt/minion/*/start
    - id_list: [a, b]
    - timeout: 600
    - require: [{salt: reboot}]
reboot:
  salt.function:
    - name: system.reboot
    - tgt: '*'
    - failhard: True
    - retry: {attempts: 3}
    - onlyif: [true]
%%
p:
  salt.parallel_runners:
    - runners:
        a:
          - name: state.orchestrate
          - kwarg: {mods: x}
%%
a:
  test.nop:
    - name: 5
%%
a:
  test.nop:
    - name:
      - x
%%
{}
%%
%%
a: &anchor
  test.nop:
    - x: 1
b: *anchor
`
    .slice(1)
    .split("%%\n")
    .map((text) => tree(text)),
  tree("a: test.nop\n== b\nb: test.nop\n", { mods: ["top", "b", "gone", "top"] }),
  tree("a: test.nop\n== web/a\nb: test.nop\n== web/b\nc: test.nop\n", { mods: ["web.*"] }),
  tree("a: test.nop\nb: test.nop\n", { exclude: [{ id: "a" }] }),
  tree("include: [o]\na: test.nop\n== o\nb: test.nop\n", { exclude: ["o"] }),
];
