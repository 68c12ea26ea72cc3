{%- from "rootfs/step.jinja" import step with context %}
include: [rootfs.clone]
{{ step("verify", ["clone"]) }}
