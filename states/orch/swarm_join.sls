# One node joins. Run by orch.swarm. The token leaves its manager only sealed for a key that the node has made just now and keeps
# in memory: jobs, their results, logs and events show the sealed one.
{%- set given = salt["pillar.get"]("swarm_join") %}
{%- set invitation = {} %}
{%- if not opts.get("test") %}
  {%- for name, id, command in [
    ("key", given.id, "swarm-node key"),
    ("sealed", given.gate, "swarm-node seal " ~ given.role ~ " '@key'"),
  ] %}
    {%- set answers = salt["saltutil.runner"]("salt.execute", kwarg={"tgt_type": "list"},
      arg=[id, "cmd.run", ["/usr/local/sbin/" ~ command | replace("@key", invitation.get("key", ""))]]) %}
    {%- set answer = answers.get(id) or "no answer" %}
    {%- if answer.split() | length != (1 if name == "key" else 2) %}{{ raise(id ~ ": " ~ command ~ ": " ~ answer) }}{% endif %}
    {%- do invitation.update({name: answer}) %}
  {%- endfor %}
{%- endif %}
{%- set words = invitation.get("sealed", "- -").split() %}
{{ given.id }} joins:
  salt.state:
    - tgt: {{ given.id }}
    - tgt_type: list
    - sls: [swarm.join]
    - pillar: {{ {"swarm": salt["pillar.get"]("swarm"), "swarm_join": {"role": given.role, "managers": words[0], "sealed": words[1]}} | json }}
