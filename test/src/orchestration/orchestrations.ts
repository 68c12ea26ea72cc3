/** SLS files of the corpus, by path. */
export const files: Readonly<Record<string, string>> = {
  // What minions run.
  "web/same.sls": "same:\n  test.succeed_without_changes: []\n",
  "web/changed.sls": "changed:\n  test.configurable_test_state:\n    - changes: True\n    - result: True\n",
  "web/broken.sls": "broken:\n  test.fail_without_changes: []\n",
  "web/error.sls": "broken: {% nothing\n",
  "web/one.sls":
    "{% if grains['id'] == 'web1' %}\nfine:\n  test.nop: []\n{% else %}\nbad:\n  test.fail_without_changes: []\n{% endif %}\n",
  "web/told.sls": "told:\n  test.show_notification:\n    - text: {{ pillar.get('who', 'nobody') }}\n",
  "top.sls": "base:\n  '*':\n    - web.same\n",
  "other.sls": "base:\n  '*':\n    - web.changed\n",
  // Orchestrations.
  "orch/basic.sls": `
ping:
  salt.function:
    - name: test.ping
    - tgt: 'web*'
args:
  salt.function:
    - name: test.arg
    - tgt: web1
    - arg: [a, 1, [x]]
    - kwarg: {k: v, n: 2}
    - require:
      - salt: ping
same:
  salt.state:
    - tgt: 'web*'
    - sls: web.same
changed:
  salt.state:
    - tgt: 'web1,web2'
    - tgt_type: list
    - sls:
      - web.same
      - web.changed
envs:
  salt.runner:
    - name: fileserver.envs
`,
  "orch/failing.sls": `
broken:
  salt.state:
    - tgt: web1
    - sls: web.broken
after:
  salt.function:
    - name: test.ping
    - tgt: web1
    - require:
      - salt: broken
handler:
  salt.function:
    - name: test.echo
    - tgt: web1
    - arg: [mended]
    - onfail:
      - salt: broken
unhandled:
  test.nop:
    - onfail:
      - salt: handler
`,
  "orch/tolerant.sls": `
one:
  salt.state:
    - tgt: 'web*'
    - sls: web.one
    - fail_minions: web2
two:
  salt.state:
    - tgt: 'web*'
    - sls: web.one
    - allow_fail: 1
three:
  salt.state:
    - tgt: 'web*'
    - sls: web.one
four:
  salt.state:
    - tgt: web1
    - sls: web.error
five:
  salt.function:
    - name: cmd.run
    - tgt: web1
    - arg: ['false']
six:
  salt.function:
    - name: no.such_function
    - tgt: web1
seven:
  salt.function:
    - name: test.false
    - tgt: web1
`,
  "orch/targets.sls": `
nobody:
  salt.state:
    - tgt: nobody
    - sls: web.same
nobody_function:
  salt.function:
    - name: test.ping
    - tgt: nobody
pcre:
  salt.function:
    - name: test.ping
    - tgt: 'web[12]'
    - tgt_type: pcre
grain:
  salt.function:
    - name: test.ping
    - tgt: 'role:first'
    - tgt_type: grain
compound:
  salt.function:
    - name: test.ping
    - tgt: 'web* and not web2'
    - tgt_type: compound
batched:
  salt.function:
    - name: test.ping
    - tgt: 'web*'
    - batch: 1
subset:
  salt.function:
    - name: test.echo
    - tgt: web1
    - subset: 1
    - arg: [x]
no_tgt:
  salt.function:
    - name: test.ping
nothing:
  salt.state:
    - tgt: web1
bad_concurrent:
  salt.state:
    - tgt: web1
    - sls: web.same
    - concurrent: maybe
`,
  "orch/kinds.sls": `
highstate:
  salt.state:
    - tgt: web1
    - highstate: True
top:
  salt.state:
    - tgt: web1
    - top: other.sls
told:
  salt.state:
    - tgt: web1
    - sls: web.told
    - pillar:
        who: {{ pillar.get('who', 'unknown') }}
dry:
  salt.state:
    - tgt: web1
    - sls: web.changed
    - test: True
excluded:
  salt.state:
    - tgt: web1
    - sls: web.same,web.changed
    - exclude: [{id: changed}]
queued:
  salt.state:
    - tgt: web1
    - sls: web.same
    - queue: True
`,
  "orch/requisites.sls": `
include:
  - orch.included
extend:
  from_include:
    test:
      - comment: extended
a:
  test.succeed_with_changes:
    - order: last
b:
  test.nop:
    - watch:
      - test: a
c:
  test.nop:
    - onchanges:
      - test: b
d:
  test.succeed_without_changes:
    - prereq:
      - test: e
e:
  test.succeed_with_changes: []
f:
  test.nop:
    - names: [f1, f2]
    - require_in:
      - test: a
g:
  test.nop:
    - listen:
      - test: a
h:
  test.nop:
    - onlyif: 'false'
i:
  test.nop:
    - unless: 'true'
j:
  test.nop:
    - onlyif: ['true', 'test -d /']
k:
  test.fail_without_changes:
    - retry: {attempts: 2, interval: 1}
l:
  test.nop:
    - require_any:
      - test: k
      - test: i
m:
  test.nop:
    - use:
      - test: k
n:
  test.fail_without_changes:
    - failhard: True
o:
  test.nop:
    - order: last
`,
  "orch/included.sls": "from_include:\n  test.nop: []\n",
  "orch/inner.sls": "inside:\n  salt.function:\n    - name: test.ping\n    - tgt: web1\n",
  "orch/inner_broken.sls": "inside:\n  salt.state:\n    - tgt: web1\n    - sls: web.broken\n",
  "orch/nested.sls": `
inner:
  salt.runner:
    - name: state.orchestrate
    - mods: orch.inner
    - pillar: {x: 1}
broken:
  salt.runner:
    - name: state.orch
    - kwarg:
        mods: orch.inner_broken
after:
  test.nop:
    - require:
      - salt: broken
`,
  "orch/events.sls": `
never:
  salt.wait_for_event:
    - name: never/*
    - id_list: [web1]
    - timeout: 1
`,
  "orch/jinja.sls": `
{% set minions = ['web1', 'web2'] %}
{% for minion in minions %}
ping_{{ minion }}:
  salt.function:
    - name: test.ping
    - tgt: {{ minion }}
    {% if not loop.first %}
    - require:
      - salt: ping_{{ minions[loop.index0 - 1] }}
    {% endif %}
{% endfor %}
shown:
  test.show_notification:
    - text: "{{ salt['pillar.get']('deep:er', 'default') }} {{ sls }} {{ saltenv }} {{ slspath }} {{ tpldir }}"
`,
  "orch/parallel.sls": `
{% for n in ['1', '2'] %}
slow{{ n }}:
  salt.function:
    - name: test.sleep
    - tgt: web{{ n }}
    - arg: [1]
    - parallel: True
{% endfor %}
joined:
  test.nop:
    - require:
      - salt: slow1
      - salt: slow2
`,
  "orch/bad_yaml.sls": "a:\n  - b\n c: [\n",
  "orch/bad_jinja.sls": "a:\n  test.nop: []\n{% if %}\n",
  "orch/bad_state.sls": "a:\n  salt.no_such: []\nb:\n  test.nop\n",
  "orch/conflict.sls": "include:\n  - orch.included\nfrom_include:\n  test.succeed_with_changes: []\n",
  "orch/empty.sls": "",
};

/** What is run: SLS names and keywords. */
export const runs: readonly (readonly [mods: string, kwarg?: Readonly<Record<string, unknown>>])[] = [
  ["orch.basic"],
  ["orch.basic", { test: true }],
  ["orch.failing"],
  ["orch.tolerant"],
  ["orch.targets"],
  ["orch.kinds", { pillar: { who: "ann" } }],
  ["orch.requisites"],
  ["orch.nested"],
  ["orch.events"],
  ["orch.events", { test: true }],
  ["orch.jinja", { pillar: { deep: { er: "given" } } }],
  ["orch.parallel"],
  ["orch.bad_yaml"],
  ["orch.bad_jinja"],
  ["orch.bad_state"],
  ["orch.conflict"],
  ["orch.empty"],
  ["orch.nowhere"],
  ["orch.inner,orch.included"],
];
