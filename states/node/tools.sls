{%- from "node/map.jinja" import node with context %}
node tools:
{%- if node.tools %}
  pkg.installed:
    - pkgs: {{ node.tools | json }}
{%- else %}
  test.nop: []
{%- endif %}
