# What one builder does in a run of orch.images: it takes an image and builds it, until all are settled. There are as many turns as
# images; once one finds nothing, those that are left over are not run.
{%- set lane = salt["pillar.get"]("images_lane") %}
{%- set turns = [] %}
{%- if not opts.get("test") %}
  {%- set answers = salt["saltutil.runner"]("salt.execute",
    arg=[lane.keeper, "cmd.run", ["/usr/local/sbin/image-build count " ~ lane.run]], kwarg={"tgt_type": "list"}) %}
  {%- set count = answers.get(lane.keeper) or "no answer" %}
  {%- if not (count ~ "") | regex_match("([0-9]+)\\Z") %}{{ raise(lane.keeper ~ ": " ~ count) }}{% endif %}
  {%- do turns.extend(range(1, count | int + 1)) %}
{%- endif %}
{%- for turn in turns %}
{{ lane.id }} takes image {{ turn }}:
  salt.state:
    - tgt: {{ lane.keeper }}
    - tgt_type: list
    - sls: [images.take]
    - pillar: {{ {"images": salt["pillar.get"]("images"), "images_lane": lane} | json }}
    # Several lanes wait on one keeper, which builds meanwhile.
    - concurrent: True
{%- if not loop.first %}
    - onchanges:
      - salt: {{ lane.id }} takes image {{ turn - 1 }}
{%- endif %}
{{ lane.id }} builds image {{ turn }}:
  salt.runner:
    - name: state.orchestrate
    - mods: orch.images_turn
    - pillar: {{ {"images": salt["pillar.get"]("images"), "images_lane": lane} | json }}
    - onchanges:
      - salt: {{ lane.id }} takes image {{ turn }}
{%- else %}
nothing to build:
  test.nop: []
{%- endfor %}
