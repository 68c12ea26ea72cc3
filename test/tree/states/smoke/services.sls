include:
  - smoke.files

{% set target = grains['target'] %}
{{ target }}/service.conf:
  file.managed:
    - contents: port = {{ salt['pillar.get']('apps:web:port', 1) }}
    - require:
      - file: {{ target }}

webserver:
  service.running:
    - enable: True
    - watch:
      - file: {{ target }}/service.conf

legacy:
  service.dead:
    - enable: False
