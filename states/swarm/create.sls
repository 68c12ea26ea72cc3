{%- from "swarm/map.jinja" import swarm, step, word with context %}
include:
  - swarm.script
{{ step("a new swarm is created here", "create " ~ word(swarm.addresses.get(grains["id"], "")), "is active") }}
