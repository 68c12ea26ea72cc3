{%- from "node/map.jinja" import node with context %}
{%- if node.mirrors %}
node mirrors:
  file.managed:
    - name: {{ "/etc/pacman.d/mirrorlist" if grains["os_family"] == "Arch" else "/etc/apt/sources.list" }}
    - mode: '0644'
    - makedirs: True
    - contents:
{%- for mirror in node.mirrors %}
{%- if grains["os_family"] == "Arch" %}
        - {{ ("Server = " ~ mirror) | json }}
{%- else %}
{%- for suite in [grains["oscodename"], grains["oscodename"] ~ "-updates"] %}
        - {{ ("deb " ~ mirror ~ " " ~ suite ~ " " ~ node.components | join(" ")) | json }}
{%- endfor %}
{%- endif %}
{%- endfor %}
{%- else %}
node mirrors:
  test.nop: []
{%- endif %}
