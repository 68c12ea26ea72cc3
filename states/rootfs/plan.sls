{#- What is still to be done. A node that must not be touched ends the rendering here: nothing of this run is begun. -#}
{%- from "rootfs/map.jinja" import options with context %}
{%- set asked = salt["cmd.script"]("salt://rootfs/files/salina-rootfs", "plan " ~ options) %}
{%- if asked["retcode"] != 0 %}
  {{- raise("rootfs: " ~ (asked["stderr"] or asked["stdout"]) | replace("salina-rootfs: ", "")) }}
{%- endif %}

rootfs plan:
  test.show_notification:
    - text: {{ asked["stdout"] | json }}
