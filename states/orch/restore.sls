# One volume or database comes back on one node.
# salt-run state.orchestrate orch.restore pillar='{restore: {minion: node2.local.lan, volume: data}}'
{%- import_yaml "backups/restore-schema.yaml" as schema %}
{%- from "salina/pillar.jinja" import check with context %}
{%- set given = salt["pillar.get"]("restore", {}) %}
{%- set errors = [] %}
{%- do schema.update({"minion": {"type": "text", "required": True}}) %}
{%- do check(errors, "restore", {"keys": schema}, given) %}
{%- if errors %}{{ raise("The pillar does not hold. " ~ errors | join("; ")) }}{% endif %}
{%- set wanted = {} %}
{%- for key, value in given.items() if key != "minion" %}{% do wanted.update({key: value}) %}{% endfor %}
restore:
  salt.state:
    - tgt: {{ given["minion"] | json }}
    - tgt_type: list
    - sls: [backups.restore]
    - pillar: {{ {"backups_restore": wanted} | json }}
    - expect_minions: True
{%- if given.get("replace") %}
    - destructive: True
{%- endif %}
