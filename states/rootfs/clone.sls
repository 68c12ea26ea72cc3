{%- from "rootfs/step.jinja" import step with context %}
include: [rootfs.prepare]
{{ step("clone", ["prepare"]) }}
