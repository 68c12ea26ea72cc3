include:
  - smoke.files

{% set target = grains['target'] %}
say:
  cmd.run:
    - name: echo "$WHO says é"; echo problem >&2
    - env:
      - WHO: {{ pillar.who }}

once:
  cmd.run:
    - name: touch {{ target }}/once
    - creates: {{ target }}/once
    - require:
      - file: {{ target }}

script:
  cmd.script:
    - source: salt://smoke/files/script.sh
    - args: argument

not-needed:
  cmd.run:
    - name: /bin/false
    - unless: /bin/true

not-wanted:
  cmd.run:
    - name: /bin/false
    - onlyif:
      - /bin/false
