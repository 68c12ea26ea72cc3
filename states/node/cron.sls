{%- from "node/map.jinja" import node, has_systemd with context %}
node cron:
  pkg.installed:
    - name: {{ node.packages.cron }}
{%- if has_systemd %}
  service.running:
    - name: {{ node.services.cron }}
    - enable: True
    - require:
        - pkg: node cron
{%- endif %}
{%- for name, job in node.cron | dictsort %}

cron {{ name }}:
  cron.present:
    - name: {{ job.command | json }}
    - identifier: {{ name }}
    - user: {{ job.get("user", "root") }}
{%- for field in ["minute", "hour", "daymonth", "month", "dayweek"] %}
    - {{ field }}: {{ job.get(field, "*") | json }}
{%- endfor %}
    - require:
        - pkg: node cron
{%- endfor %}
