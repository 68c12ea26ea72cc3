{#- Fails where the SSD is not the root. -#}
{%- from "rootfs/map.jinja" import options with context %}
{%- set asked = salt["cmd.script"]("salt://rootfs/files/salina-rootfs", "check " ~ options) %}
{%- if asked["retcode"] != 0 %}
  {{- raise("rootfs: " ~ asked["stderr"] | replace("salina-rootfs: ", "")) }}
{%- endif %}

rootfs check:
  test.show_notification:
    - text: {{ asked["stdout"] | json }}
