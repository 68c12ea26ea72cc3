{%- from "rootfs/step.jinja" import step with context %}
include: [rootfs.tool]
{{ step("fsck") }}
