{#- The distribution's user goes, with its home: not while it is in use, and not as the last one with a way in. -#}
{%- from "node/map.jinja" import node with context %}
/usr/local/sbin/salina-remove-user:
  file.managed:
    - source: salt://node/files/salina-remove-user
    - mode: '0755'
    - makedirs: True
    - user: root
    - group: root
{%- if node.remove_user %}

node without {{ node.remove_user }}:
  cmd.run:
    - name: /usr/local/sbin/salina-remove-user {{ node.remove_user }}
    - onlyif: id {{ node.remove_user }}
    - require:
        - file: /usr/local/sbin/salina-remove-user
{%- for name in node.users | sort if name in node.users %}
        - user: {{ name }}
{%- endfor %}
{%- endif %}
{%- if node.users %}

include: [node.users]
{%- endif %}
