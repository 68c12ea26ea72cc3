{%- from "node/map.jinja" import node with context %}
{%- set sudoers = [] %}
{%- for name, user in node.users | dictsort if user.get("sudo", "none") != "none" %}{% do sudoers.append(name) %}{% endfor %}
{%- if sudoers %}
node sudo:
  pkg.installed:
    - name: {{ node.packages.sudo }}
{%- else %}
node sudo:
  test.nop: []
{%- endif %}
{%- for name, user in node.users | dictsort %}

{{ name }}:
  user.present:
    - shell: {{ user.get("shell", "/bin/bash") }}
{%- if "uid" in user %}
    - uid: {{ user.uid }}
{%- endif %}
{%- if "password" in user %}
    - password: {{ user.password | json }}
{%- endif %}
{%- if user.get("groups") %}
    - groups: {{ user.groups | json }}
    - remove_groups: False
    - require:
{%- for group in user.groups %}
        - group: {{ group }} for {{ name }}
{%- endfor %}
{%- for group in user.groups %}

{{ group }} for {{ name }}:
  group.present:
    - name: {{ group }}
{%- endfor %}
{%- endif %}
{%- if user.get("ssh_keys") %}

ssh keys of {{ name }}:
  ssh_auth.present:
    - user: {{ name }}
    - names: {{ user.ssh_keys | json }}
    - require:
        - user: {{ name }}
{%- endif %}

/etc/sudoers.d/60-{{ name }}:
{%- if name in sudoers %}
  file.managed:
    - contents: {{ (name ~ " ALL=(ALL:ALL) " ~ ("NOPASSWD: " if user.sudo == "nopasswd" else "") ~ "ALL") | json }}
    - mode: '0440'
    - user: root
    - group: root
    - check_cmd: visudo -cf
    - require:
        - pkg: node sudo
{%- else %}
  file.absent: []
{%- endif %}
{%- endfor %}
