# What a node needs; the daily run is orch.backups.
{#- One error where the pillar does not hold, not one a file. #}
{%- from "backups/map.jinja" import backups with context %}
include:
  - backups.drive
  - backups.tool
