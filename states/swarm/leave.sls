{%- from "swarm/map.jinja" import swarm, step with context %}
include:
  - swarm.script
{{ step("this node leaves its swarm", "leave", "is none") }}
