{%- from "rootfs/step.jinja" import step with context %}
include: [rootfs.verify]
{{ step("point", ["verify"]) }}
