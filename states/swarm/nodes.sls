# On a manager. Pillar `swarm_nodes`: names (hostnames or ids in the swarm) under promote, demote, drain, remove; and force.
{%- from "swarm/map.jinja" import swarm, step, word with context %}
{%- set given = salt["pillar.get"]("swarm_nodes", {}) %}
include:
  - swarm.script
{%- for name in given.get("promote", []) %}
{{ step(name ~ " becomes a manager", "promote " ~ word(name), "role manager " ~ word(name)) }}
{%- endfor %}
{%- for name in given.get("demote", []) %}
{{ step(name ~ " becomes a worker", "demote " ~ word(name), "role worker " ~ word(name)) }}
{%- endfor %}
{%- for name in given.get("drain", []) %}
{{ step(name ~ " is drained", "drain " ~ word(name), "drained " ~ word(name)) }}
{%- endfor %}
{%- for name in given.get("remove", []) %}
{{ step(name ~ " is removed from the swarm", "remove " ~ word(name) ~ (" --force" if given.get("force") else ""), "removed " ~ word(name)) }}
{%- endfor %}
