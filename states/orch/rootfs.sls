# The root of each node moves from its SD card to its SSD, one node after the other (rootfs:batch). What is done already is not
# in the plan. salt-run state.orchestrate orch.rootfs
{%- from "rootfs/nodes.jinja" import settings_of_run, ask, reboot with context %}
{%- set rootfs, facts = {}, {} %}
{%- do settings_of_run(rootfs) %}
{%- do ask(rootfs.nodes, facts) %}
{%- set refused = [] %}
{%- for id, one in facts | dictsort %}
  {%- if one.refused %}{% do refused.append(id ~ ": " ~ one.refused) %}
  {%- elif one.where == "elsewhere" %}{% do refused.append(id ~ ": / is on " ~ one.root ~ ", neither on the card nor on the SSD") %}
  {%- endif %}
{%- endfor %}
{%- if refused %}{{ raise("Refused, and nothing was done. " ~ refused | join("; ")) }}{% endif %}

{%- set open = [] %}
{%- for id, one in facts | dictsort if one.finished != "yes" %}{% do open.append(id) %}{% endfor %}
{%- set before = [] %}
{%- for ids in open | batch(rootfs.batch) %}
{%- set on_card = [] %}
{%- for id in ids if facts[id].where == "card" %}{% do on_card.append(id) %}{% endfor %}
{%- set names = ids | join(", ") %}
{%- if on_card %}
{%- set those = on_card | join(", ") %}
copy the root of {{ those }}:
  salt.state:
    - tgt: {{ on_card | json }}
    - tgt_type: list
    - sls: [rootfs]
    - destructive: True
    - failhard: True
{%- if before %}
    - require:
        - salt: {{ before[-1] }}
{%- endif %}
{{ reboot("boot " ~ those ~ " from the SSD", on_card, rootfs.reboot_seconds, "copy the root of " ~ those) }}
{%- endif %}

empty the card of {{ names }}:
  salt.state:
    - tgt: {{ ids | json }}
    - tgt_type: list
    - sls: [rootfs]
    - destructive: True
    - failhard: True
{%- if on_card %}
    - require:
        - salt: boot {{ on_card | join(", ") }} from the SSD
{%- elif before %}
    - require:
        - salt: {{ before[-1] }}
{%- endif %}
{{ reboot("boot " ~ names ~ " once more", ids, rootfs.reboot_seconds, "empty the card of " ~ names) }}

check {{ names }}:
  salt.state:
    - tgt: {{ ids | json }}
    - tgt_type: list
    - sls: [rootfs.check]
    - failhard: True
    - require:
        - salt: boot {{ names }} once more
{%- do before.append("check " ~ names) %}
{%- endfor %}

every root is on an SSD:
  salt.state:
    - tgt: {{ facts | sort | json }}
    - tgt_type: list
    - sls: [rootfs.check]
    - failhard: True
{%- if before %}
    - require:
        - salt: {{ before[-1] }}
{%- endif %}

df:
  salt.function:
    - name: cmd.run
    - tgt: {{ facts | sort | json }}
    - tgt_type: list
    - arg: ["df -h / /boot"]
    - require:
        - salt: every root is on an SSD
