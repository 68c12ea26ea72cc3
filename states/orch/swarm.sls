# The swarm as the pillar `swarm` wants it: engines, a first manager, joins, roles, and a check at the end. What is so already is
# not in the plan. salt-run state.orchestrate orch.swarm
{%- from "swarm/cluster.jinja" import cluster, ask, ask_manager, refuse_foreign, name_of with context %}
{%- set swarm, facts, nodes = {}, {}, [] %}
{%- do cluster(swarm) %}
{%- do ask(swarm.ids, facts) %}
{%- set answering = swarm.ids | select("in", facts) | list %}
{%- if not answering %}{{ raise("None of these minions answers: " ~ swarm.ids | join(", ")) }}{% endif %}

{#- The manager that is asked for what only managers know. -#}
{%- set gates = [] %}
{%- for id in answering if facts[id].controls %}{% do gates.append(id) %}{% endfor %}
{%- set first = swarm.managers[0] %}
{%- set gate = gates[0] if gates else first %}
{%- if gates %}
  {%- do ask_manager(gate, nodes) %}
  {%- if not nodes %}{{ raise(gate ~ " is a manager, but lists no nodes: the managers have no quorum") }}{% endif %}
{%- else %}
  {%- set stored = [] %}
  {%- for id in answering if facts[id].stored and facts[id].state not in ["active", "inactive"] %}{% do stored.append(id) %}{% endfor %}
  {%- if stored %}{{ raise("Refused: the engine does not run, or is locked, on " ~ stored | join(", ") ~ ", which belonged to a swarm. Start it there first (state.apply swarm.engine)") }}{% endif %}
  {%- if first not in answering %}{{ raise("There is no swarm yet, and " ~ first ~ ", its first manager, does not answer") }}{% endif %}
{%- endif %}
{%- do refuse_foreign(facts, nodes) %}
{%- set pillar = {"swarm": swarm.given} %}
{%- set members = nodes | map(attribute="id") | list %}

{%- set others = [] %}
{%- for id in answering if id not in gates %}{% do others.append(id) %}{% endfor %}
{%- if others %}
engines:
  salt.state:
    - tgt: {{ others | json }}
    - tgt_type: list
    - sls: [swarm]
    - pillar: {{ pillar | json }}
    - failhard: True
{%- endif %}
{%- for id in gates %}
# Managers one after the other: a changed daemon.json restarts the engine.
engine of {{ id }}:
  salt.state:
    - tgt: {{ id }}
    - tgt_type: list
    - sls: [swarm]
    - pillar: {{ pillar | json }}
    - failhard: True
{%- endfor %}
{%- if not gates %}
a new swarm on {{ first }}:
  salt.state:
    - tgt: {{ first }}
    - tgt_type: list
    - sls: [swarm.create]
    - pillar: {{ pillar | json }}
    - failhard: True
{%- endif %}
{%- for id in answering if facts[id].node not in members and not (id == first and not gates) %}
{%- set role = "manager" if id in swarm.managers else "worker" %}
{{ id }} joins as a {{ role }}:
  salt.runner:
    - name: state.orchestrate
    - mods: orch.swarm_join
    - pillar: {{ {"swarm": swarm.given, "swarm_join": {"id": id, "role": role, "gate": gate}} | json }}
    - failhard: True
{%- endfor %}

{%- set change = {"promote": [], "demote": []} %}
{%- for node in nodes %}
  {%- for id in answering if facts[id].node == node.id %}
    {%- if id in swarm.managers and not node.role %}{% do change.promote.append(node.id) %}{% endif %}
    {%- if id in swarm.workers and node.role %}{% do change.demote.append(node.id) %}{% endif %}
  {%- endfor %}
{%- endfor %}
{%- if change.promote %}
managers are promoted:
  salt.state:
    - tgt: {{ gate }}
    - tgt_type: list
    - sls: [swarm.nodes]
    - pillar: {{ {"swarm": swarm.given, "swarm_nodes": {"promote": change.promote}} | json }}
    - failhard: True
{%- endif %}
{%- set speakers = swarm.managers | select("in", answering) | list %}
{%- if change.demote and speakers %}
managers are demoted:
  salt.state:
    - tgt: {{ speakers[0] }}
    - tgt_type: list
    - sls: [swarm.nodes]
    - pillar: {{ {"swarm": swarm.given, "swarm_nodes": {"demote": change.demote}} | json }}
    - failhard: True
{%- endif %}

{%- set names = {"managers": [], "workers": []} %}
{%- for role in ["managers", "workers"] %}
  {%- for id in swarm[role] %}{% do names[role].append(name_of(id, facts, nodes)) %}{% endfor %}
{%- endfor %}
{%- if speakers %}
the swarm is as wanted:
  salt.state:
    - tgt: {{ speakers[0] }}
    - tgt_type: list
    - sls: [swarm.check]
    - pillar: {{ {"swarm": swarm.given, "swarm_check": names} | json }}
{%- endif %}
{%- for id in swarm.ids if id not in answering %}
{{ id }} answers:
  test.fail_without_changes:
    - name: {{ id }} did not answer, and so was left as it is
{%- endfor %}
