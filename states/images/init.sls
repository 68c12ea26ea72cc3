{#- Read first: what is wrong in the pillar is told once. -#}
{%- from "images/map.jinja" import images with context %}
include:
  - images.script
  - images.source
