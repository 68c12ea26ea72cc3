# Pillar `swarm_join`, made by orch.swarm_join: role, managers (addresses), and sealed (the token, for this node's key alone).
{%- from "swarm/map.jinja" import swarm, step, word with context %}
{%- set given = salt["pillar.get"]("swarm_join", {}) %}
{%- if not given.get("sealed") %}{{ raise("swarm.join needs an invitation, which orch.swarm makes") }}{% endif %}
include:
  - swarm.script
{{ step(
  "this node joins as a " ~ given.role,
  "join " ~ word(given.managers) ~ " " ~ word(given.sealed) ~ " " ~ word(swarm.addresses.get(grains["id"], "")),
  "member " ~ word(given.managers)) }}
