{%- from "node/map.jinja" import node with context %}
{%- if node.mail %}
{%- set mail = node.mail %}
{%- set tls = mail.get("tls", "off") %}
node mail:
  pkg.installed:
    - pkgs: {{ node.packages.mail | json }}

/etc/msmtprc:
  file.managed:
    - mode: '0600'
    - user: root
    - group: root
    - show_changes: False
    - contents:
        - 'account default'
        - 'host {{ mail.host }}'
        - 'port {{ mail.get("port", 25) }}'
        - 'from {{ mail.from }}'
        - 'aliases /etc/aliases'
        - 'syslog on'
        - 'tls {{ "off" if tls == "off" else "on" }}'
        - 'tls_starttls {{ "on" if tls == "starttls" else "off" }}'
{%- if "user" in mail %}
        - 'auth on'
        - {{ ("user " ~ mail.user) | json }}
        - {{ ("password " ~ mail.get("password", "")) | json }}
{%- endif %}
    - require:
        - pkg: node mail

/etc/aliases:
  file.managed:
    - mode: '0644'
    - contents:
        - 'root: {{ mail.to }}'
        - 'default: {{ mail.to }}'
{%- else %}
node mail:
  test.nop: []
{%- endif %}
