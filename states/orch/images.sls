# All images, each after what it is built from, on all builders at once. One builder keeps the list; each takes the next image that
# is ready as soon as it is free. salt-run state.orchestrate orch.images
{%- from "images/builders.jinja" import builders with context %}
{%- set images = {} %}
{%- do builders(images) %}
{%- set keeper = images.up[0] %}
{%- set run = "run-" ~ range(10000, 99999) | random ~ range(10000, 99999) | random %}

builders:
  salt.state:
    - tgt: {{ images.up | json }}
    - tgt_type: list
    - sls: [images]
    - pillar: {{ {"images": images.given} | json }}
    - failhard: True

list of images:
  salt.function:
    - name: cmd.run
    - tgt: {{ keeper }}
    - tgt_type: list
    - arg: [{{ ("/usr/local/sbin/image-build plan " ~ run ~ " " ~ images.only | join(" ")) | json }}]
    - failhard: True
{%- for id in images.up %}

{{ id }} builds:
  salt.runner:
    - name: state.orchestrate
    - mods: orch.images_lane
    - pillar: {{ {"images": images.given, "images_lane": {"id": id, "keeper": keeper, "run": run}} | json }}
    - parallel: True
    - require:
      - salt: list of images
{%- endfor %}

{#- After all lanes, however they ended: an image that was not built fails it. #}
{%- for title, requisite in [("summary", "require"), ("summary of a run with failures", "onfail")] %}

{{ title }}:
  salt.function:
    - name: cmd.run
    - tgt: {{ keeper }}
    - tgt_type: list
    - arg: ["/usr/local/sbin/image-build summary {{ run }}"]
    - {{ requisite }}:
      {%- for id in images.up %}
      - salt: {{ id }} builds
      {%- endfor %}
{%- endfor %}
{%- for id in images.builders if id not in images.up %}

{{ id }} did not answer:
  test.nop: []
{%- endfor %}
