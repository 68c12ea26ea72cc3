{#- Read first: what is wrong in the pillar is told once. -#}
{%- from "node/map.jinja" import node with context %}
include:
  - node.mirrors
  - node.tools
  - node.scripts
  - node.users
  - node.alarm
  - node.scheduler
  - node.cron
  - node.logrotate
  - node.journald
  - node.mail
