include:
  - smoke.commands

extend:
  once:
    cmd.run:
      - shell: /bin/sh

last:
  test.nop:
    - order: last

first:
  test.nop:
    - order: 1

changer:
  test.succeed_with_changes:
    - watch_in:
      - test: watcher
    - onchanges_in:
      - test: after-change

watcher:
  test.succeed_without_changes: []

after-change:
  test.nop: []

calm:
  test.succeed_without_changes: []

never-after-calm:
  test.nop:
    - onchanges:
      - test: calm

listener:
  test.nop:
    - listen:
      - test: changer

several:
  test.nop:
    - names:
      - one
      - two
      - three
    - require:
      - id: first

before:
  test.nop:
    - prereq:
      - test: changer

any:
  test.nop:
    - require_any:
      - test: calm
      - test: changer
