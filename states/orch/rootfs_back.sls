# Back to the SD card, as long as its root is still there: one node after the other. salt-run state.orchestrate orch.rootfs_back
{%- from "rootfs/nodes.jinja" import settings_of_run, ask, reboot with context %}
{%- set rootfs, facts = {}, {} %}
{%- do settings_of_run(rootfs) %}
{%- do ask(rootfs.nodes, facts) %}
{%- set gone = [] %}
{%- for id, one in facts | dictsort if one.finished == "yes" %}{% do gone.append(id) %}{% endfor %}
{%- if gone %}{{ raise("Refused, and nothing was done. The cards of these nodes have no root any more: " ~ gone | join(", ")) }}{% endif %}
{%- for id, one in facts | dictsort if one.where == "ssd" or one.pointed == "yes" %}
let {{ id }} boot from its card:
  salt.state:
    - tgt: {{ id }}
    - tgt_type: list
    - sls: [rootfs.back]
    - failhard: True
{%- if one.where == "ssd" %}
{{ reboot("boot " ~ id ~ " from its card", [id], rootfs.reboot_seconds, "let " ~ id ~ " boot from its card") }}
{%- endif %}
{%- else %}
nothing to do:
  test.succeed_without_changes: []
{%- endfor %}
