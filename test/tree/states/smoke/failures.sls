{% set target = grains['target'] %}
no-source:
  file.managed:
    - name: {{ target }}/no-source
    - source: salt://smoke/files/absent.txt

fails:
  cmd.run:
    - name: echo out; echo err >&2; exit 3

after-failure:
  test.nop:
    - require:
      - cmd: fails

rescue:
  test.nop:
    - onfail:
      - cmd: fails

nobody-does-this:
  test.no_such_function: []

requires-nothing-known:
  test.nop:
    - require:
      - cmd: unheard-of

goes-on:
  test.succeed_with_changes: []
