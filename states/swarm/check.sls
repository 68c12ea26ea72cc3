# On a manager. Pillar `swarm_check`: managers and workers, by the names that they have in the swarm.
{%- from "swarm/map.jinja" import swarm, step, word with context %}
{%- set given = salt["pillar.get"]("swarm_check", {"managers": swarm.managers, "workers": swarm.workers}) %}
{%- set wanted = "check " ~ word(given.managers | join(",")) ~ " " ~ word(given.workers | join(",")) %}
include:
  - swarm.script
{{ step("the swarm is as wanted", wanted, wanted ~ " --now") }}
