# The daily run: databases, volumes, clean-up, on all nodes at once. salt-run state.orchestrate orch.backups
{%- import_yaml "backups/defaults.yaml" as defaults %}
{%- import_yaml "backups/schema.yaml" as schema %}
{%- from "salina/pillar.jinja" import check with context %}
{%- set given = salt["pillar.get"]("backups", {}) %}
{%- set errors = [] %}
{%- do check(errors, "backups", {"keys": schema}, given) %}
{%- if errors %}{{ raise("The pillar does not hold. " ~ errors | join("; ")) }}{% endif %}
{%- set common = defaults["common"] %}
{%- set steps = [("dump the databases", "dump"), ("archive the volumes", "archive")] %}
{%- if given.get("clean_up", {}).get("enabled", common["clean_up"]["enabled"]) %}{% do steps.append(("clean up", "clean")) %}{% endif %}
{#- No step needs another: volumes are archived though a database could not be dumped, and the clean-up looks for good archives itself. #}
{%- for title, sls in steps %}

{{ title }}:
  salt.state:
    - tgt: {{ given.get("nodes", common["nodes"]) | json }}
    - tgt_type: compound
    - sls: [backups.{{ sls }}]
    - expect_minions: True
{%- endfor %}
