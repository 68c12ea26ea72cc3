{%- from "node/map.jinja" import node with context %}
{{ node.scripts_dir }}:
  file.directory:
    - makedirs: True
{%- for name, script in node.scripts | dictsort %}

{{ node.scripts_dir }}/{{ name }}:
  file.managed:
    - source: {{ script.get("source", "salt://node/scripts/" ~ name) | json }}
    - mode: '{{ script.get("mode", "0755") }}'
    - user: root
    - group: root
    - require:
        - file: {{ node.scripts_dir }}
{%- endfor %}
