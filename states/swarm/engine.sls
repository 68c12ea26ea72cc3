{%- from "swarm/map.jinja" import swarm, step, word with context %}
include:
  - swarm.script

{%- if swarm.package %}

the Docker engine is installed:
  pkg.installed:
    - name: {{ swarm.package }}
    # One that is there already, of whatever package, stays.
    - unless: command -v dockerd
    - require_in:
      - service: {{ swarm.service }}
{%- endif %}
{%- if swarm.daemon %}
{%- set wanted = word(swarm.daemon | json) %}
{{ step("the engine runs with its daemon.json", "configure " ~ wanted, "configured " ~ wanted) }}
{%- if swarm.package %}
      - pkg: the Docker engine is installed
{%- endif %}
    - require_in:
      - service: {{ swarm.service }}
{%- endif %}

{{ swarm.service }}:
  service.running:
    - enable: True

# A service manager may say that it runs before it answers.
{{ step("the engine answers", "answers", "is answering") }}
      - service: {{ swarm.service }}
