include:
  - smoke.files

{% set target = grains['target'] %}
{% from "smoke/map.jinja" import app with context %}
{{ target }}/app.conf:
  file.managed:
    - source: salt://smoke/files/app.conf.jinja
    - template: jinja
    - context:
        who: {{ pillar['who'] }}
    - defaults:
        fallback: {{ app.conf }}
    - require:
      - file: {{ target }}

{% for name, port in salt['pillar.get']('apps:ports', {})|dictsort %}
{{ target }}/port-{{ name }}:
  file.managed:
    - contents: "{{ port }}"
    - require:
      - file: {{ target }}
{% endfor %}
