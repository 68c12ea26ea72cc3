{#- All that can be done before the next reboot; applied again after it, the rest. -#}
{%- from "rootfs/map.jinja" import options with context %}
{%- set facts = salt["cmd.script"]("salt://rootfs/files/salina-rootfs", "facts " ~ options)["stdout"] %}
include:
{%- if "where=ssd" in facts %}
  - rootfs.finish
{%- else %}
  - rootfs.point
{%- endif %}
