include:
  - smoke.files

{% set target = grains['target'] %}
{{ target }}/many:
  file.recurse:
    - source: salt://many
    - file_mode: '0644'
    - dir_mode: '0755'
    - include_empty: True
    - clean: True
    - exclude_pat: '*.skip'
    - require:
      - file: {{ target }}
