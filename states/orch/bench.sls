# Measures the SSDs of all nodes at once, then shows a table. salt-run state.orchestrate orch.bench
{%- import_yaml "bench/defaults.yaml" as defaults %}
{%- import_yaml "bench/schema.yaml" as schema %}
{%- from "salina/pillar.jinja" import check with context %}
{%- set given = salt["pillar.get"]("bench", {}) %}
{%- set errors = [] %}
{%- do check(errors, "bench", {"keys": schema}, given) %}
{%- if errors %}{{ raise("The pillar does not hold. " ~ errors | join("; ")) }}{% endif %}
{%- set target = given.get("nodes", defaults["common"]["nodes"]) %}

measure:
  salt.state:
    - tgt: {{ target | json }}
    - tgt_type: compound
    - sls: [bench]
{%- if given %}
    - pillar: {{ {"bench": given} | json }}
{%- endif %}

table:
  salt.runner:
    - name: state.orchestrate
    - mods: orch.bench_table
    - pillar: {{ {"bench": given} | json }}
    - require:
        - salt: measure
