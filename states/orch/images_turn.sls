# One image on one builder: built there, and the end noted with who keeps the list.
{%- set lane = salt["pillar.get"]("images_lane") %}
{%- set answers = salt["saltutil.runner"]("salt.execute",
  arg=[lane.keeper, "cmd.run", ["/usr/local/sbin/image-build current " ~ lane.run ~ " " ~ lane.id]], kwarg={"tgt_type": "list"})
  if not opts.get("test") else {lane.keeper: ""} %}
{%- if lane.keeper not in answers %}{{ raise(lane.keeper ~ ", which keeps the list, does not answer") }}{% endif %}
{%- set name = answers[lane.keeper] %}
{%- if not name %}
nothing is left:
  test.nop: []
{%- else %}
{{ name }}:
  salt.state:
    - tgt: {{ lane.id }}
    - tgt_type: list
    - sls: [images.build]
    - pillar: {{ {"images": salt["pillar.get"]("images"), "images_build": name} | json }}
    - concurrent: True
{{ name }} is noted as done:
  salt.function:
    - name: cmd.run
    - tgt: {{ lane.keeper }}
    - tgt_type: list
    - arg: ["/usr/local/sbin/image-build report {{ lane.run }} {{ name }} done"]
    - require:
      - salt: {{ name }}
{{ name }} is noted as not built:
  salt.runner:
    - name: state.orchestrate
    - mods: orch.images_failed
    - pillar: {{ {"images": salt["pillar.get"]("images"), "images_lane": lane, "images_build": name} | json }}
    - onfail:
      - salt: {{ name }}
{%- endif %}
