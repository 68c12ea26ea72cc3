# The node template on all nodes: first a dry run everywhere, then for good. Nodes whose kernel line changes are rebooted, one after the
# other (rootfs:fsck_force). salt-run state.orchestrate orch.node
{%- import_yaml "node/defaults.yaml" as defaults %}
{%- import_yaml "node/schema.yaml" as schema %}
{%- from "salina/pillar.jinja" import check with context %}
{%- set given = salt["pillar.get"]("node", {}) %}
{%- set errors = [] %}
{%- do check(errors, "node", {"keys": schema}, given) %}
{%- if errors %}{{ raise("The pillar does not hold. " ~ errors | join("; ")) }}{% endif %}
{%- set target = given.get("nodes", defaults["common"]["nodes"]) %}
{%- set seconds = given.get("reboot_seconds", defaults["common"]["reboot_seconds"]) %}

dry run:
  salt.state:
    - tgt: {{ target | json }}
    - tgt_type: compound
    - sls: [node]
    - test: True
    - failhard: True

node template:
  salt.state:
    - tgt: {{ target | json }}
    - tgt_type: compound
    - sls: [node]
    - failhard: True
    - require:
        - salt: dry run
{%- if salt["pillar.get"]("rootfs:fsck_force") is sameas true %}
{%- set there = salt["saltutil.runner"]("manage.up", kwarg={"tgt": target, "tgt_type": "compound", "timeout": 5, "gather_job_timeout": 5}) %}
{%- for id in there | sort %}

kernel line of {{ id }}:
  salt.state:
    - tgt: {{ id }}
    - tgt_type: list
    - sls: [rootfs.fsck]
    - failhard: True
    - require:
        - salt: node template

reboot of {{ id }}:
{%- if grains.get("salinaversion") %}
  salt.reboot:
    - tgt: {{ id }}
    - tgt_type: list
    - timeout: {{ seconds }}
{%- else %}
  salt.function:
    - name: cmd.run_bg
    - tgt: {{ id }}
    - tgt_type: list
    - arg: ["sleep 2; reboot"]
{%- endif %}
    - failhard: True
    - onchanges:
        - salt: kernel line of {{ id }}
{%- endfor %}
{%- endif %}
