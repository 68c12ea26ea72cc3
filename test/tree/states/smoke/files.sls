{% set target = grains['target'] %}
{{ target }}:
  file.directory:
    - makedirs: True
    - mode: '0755'

{{ target }}/plain:
  file.managed:
    - source: salt://smoke/files/plain.txt
    - mode: '0640'

{{ target }}/kept:
  file.managed:
    - source: salt://smoke/files/script.sh
    - mode: keep

{{ target }}/binary:
  file.managed:
    - source: salt://smoke/files/binary.bin

{{ target }}/empty:
  file.managed:
    - source: salt://smoke/files/empty

{{ target }}/umlaut:
  file.managed:
    - source: salt://smoke/files/ümläut.txt

{{ target }}/inline:
  file.managed:
    - contents: |
        first
        second
        third

{{ target }}/from-pillar:
  file.managed:
    - contents_pillar: texts:motd

{{ target }}/either:
  file.managed:
    - source:
      - salt://smoke/files/absent.txt
      - salt://smoke/files/plain.txt

link:
  file.symlink:
    - name: {{ target }}/link
    - target: {{ target }}/plain

append:
  file.append:
    - name: {{ target }}/inline
    - text:
      - fourth
      - fifth

replace:
  file.replace:
    - name: {{ target }}/inline
    - pattern: '^sec(.*)d$'
    - repl: 'SEC\1D'

line:
  file.line:
    - name: {{ target }}/inline
    - mode: ensure
    - content: between
    - after: third

comment:
  file.comment:
    - name: {{ target }}/inline
    - regex: ^fifth

block:
  file.blockreplace:
    - name: {{ target }}/inline
    - marker_start: '# begin'
    - marker_end: '# end'
    - content: {{ salt['pillar.get']('texts:motd')|yaml_dquote }}
    - append_if_not_found: True

serialized:
  file.serialize:
    - name: {{ target }}/settings.json
    - formatter: json
    - dataset:
        zeta: 1
        alpha: [1, two, 3.5, null, true]
        nested: {a: {b: c}}

copy:
  file.copy:
    - name: {{ target }}/copied
    - source: {{ target }}/plain

touch:
  file.touch:
    - name: {{ target }}/touched

gone:
  file.absent:
    - name: {{ target }}/never-there
