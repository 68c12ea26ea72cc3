# Takes one node out: demoted, drained, left, removed. It is taken out of the pillar `swarm` first.
# salt-run state.orchestrate orch.swarm_remove pillar='{swarm_remove: {id: node4.local.lan}}'
{%- from "swarm/cluster.jinja" import cluster, ask, ask_manager, refuse_foreign, name_of with context %}
{%- from "salina/pillar.jinja" import check with context %}
{%- import_yaml "swarm/remove-schema.yaml" as remove_schema %}
{%- set given = salt["pillar.get"]("swarm_remove", {}) %}
{%- set errors = [] %}
{%- do check(errors, "swarm_remove", {"keys": remove_schema}, given) %}
{%- if errors %}{{ raise("The pillar does not hold. " ~ errors | join("; ")) }}{% endif %}
{%- set swarm, facts, nodes = {}, {}, [] %}
{%- do cluster(swarm) %}
{%- set id = given.id %}
{%- if id in swarm.ids %}{{ raise("Refused: " ~ id ~ " still stands in the pillar under swarm, and the next run of orch.swarm would take it back. Take it out there first") }}{% endif %}
{%- do ask(swarm.ids + [id], facts) %}
{%- set gates = [] %}
{%- for each in swarm.managers if each in facts and facts[each].controls %}{% do gates.append(each) %}{% endfor %}
{%- if not gates %}{{ raise("Refused: none of the managers that stay is one now and answers: " ~ swarm.managers | join(", ")) }}{% endif %}
{%- set gate = gates[0] %}
{%- do ask_manager(gate, nodes) %}
{%- if not nodes %}{{ raise(gate ~ " is a manager, but lists no nodes: the managers have no quorum") }}{% endif %}
{%- do refuse_foreign(facts, nodes) %}
{%- set name = name_of(id, facts, nodes) %}
{%- if id not in facts and not given.get("force") %}{{ raise("Refused: " ~ id ~ " does not answer. A node that never comes back is removed with swarm_remove:force") }}{% endif %}
{%- set found = [] %}
{%- for node in nodes if node.id == name %}{% do found.append(node) %}{% endfor %}
{%- set pillar = {"swarm": swarm.given} %}

{%- if found %}
{%- set managers = nodes | map(attribute="role") | select | list %}
{%- set alive = managers | reject("equalto", "Unreachable") | list | length - (1 if found[0].role not in ["", "Unreachable"] else 0) %}
{%- if found[0].role and alive < (managers | length - 1) // 2 + 1 %}
  {{- raise("Refused: " ~ id ~ " is a manager, and of the " ~ (managers | length - 1) ~ " others only " ~ alive ~ " can be reached, which is no quorum") }}
{%- endif %}
{%- for step, state in [("demote", "becomes a worker"), ("drain", "is drained")] if step == "drain" or found[0].role %}
{{ id }} {{ state }}:
  salt.state:
    - tgt: {{ gate }}
    - tgt_type: list
    - sls: [swarm.nodes]
    - pillar: {{ {"swarm": swarm.given, "swarm_nodes": {step: [name]}} | json }}
    - failhard: True
{%- endfor %}
{%- endif %}
{%- if id in facts %}
{{ id }} leaves:
  salt.state:
    - tgt: {{ id }}
    - tgt_type: list
    - sls: [swarm.leave]
    - pillar: {{ pillar | json }}
    - failhard: True
{%- endif %}
{%- if found %}
{{ id }} is removed:
  salt.state:
    - tgt: {{ gate }}
    - tgt_type: list
    - sls: [swarm.nodes]
    - pillar: {{ {"swarm": swarm.given, "swarm_nodes": {"remove": [name], "force": given.get("force", False)}} | json }}
    - failhard: True
{%- endif %}
{%- set names = {"managers": [], "workers": []} %}
{%- for role in ["managers", "workers"] %}
  {%- for each in swarm[role] %}{% do names[role].append(name_of(each, facts, nodes)) %}{% endfor %}
{%- endfor %}
the swarm is as wanted:
  salt.state:
    - tgt: {{ gate }}
    - tgt_type: list
    - sls: [swarm.check]
    - pillar: {{ {"swarm": swarm.given, "swarm_check": names} | json }}
