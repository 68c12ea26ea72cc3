{#- What there is, as `salina-rootfs facts` tells it. Changes nothing, and refuses nothing. -#}
{%- from "rootfs/map.jinja" import options with context %}
rootfs facts:
  test.show_notification:
    - text: {{ salt["cmd.script"]("salt://rootfs/files/salina-rootfs", "facts " ~ options)["stdout"] | json }}
