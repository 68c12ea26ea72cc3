{#- The card is the root again from the next boot on, as long as it still has one. -#}
{%- from "rootfs/step.jinja" import step with context %}
include: [rootfs.tool]
{{ step("back") }}
