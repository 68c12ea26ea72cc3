{%- from "node/map.jinja" import node, has_systemd with context %}
/etc/systemd/journald.conf.d/50-salina.conf:
  file.managed:
    - mode: '0644'
    - makedirs: True
    - contents:
        - '[Journal]'
{%- for key, value in node.journald | dictsort %}
        - '{{ key }}={{ value }}'
{%- endfor %}
{%- if has_systemd %}

node journald:
  service.running:
    - name: systemd-journald
    - watch:
        - file: /etc/systemd/journald.conf.d/50-salina.conf
{%- endif %}
