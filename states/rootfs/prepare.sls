{%- from "rootfs/step.jinja" import step with context %}
include: [rootfs.plan, rootfs.tool]
{{ step("prepare") }}
