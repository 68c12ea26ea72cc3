{#- After the reboot: the SSD is the root. -#}
{%- from "rootfs/step.jinja" import step with context %}
include: [rootfs.plan, rootfs.tool]
{{ step("finish") }}
