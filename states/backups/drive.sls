# The drive for archives, and a look whether it is really there.
{%- from "backups/map.jinja" import backups with context %}
{%- set drive = backups.drive %}
{%- if drive.device %}
{%- set package = drive.package or backups.drive_packages.get(drive.type) %}
{%- if package %}

backups drive package:
  pkg.installed:
    - name: {{ package }}
{%- endif %}

{{ drive.path }}:
  mount.mounted:
    - device: {{ drive.device | json }}
    - fstype: {{ drive.type }}
    - opts: {{ (drive.options | join(",") or "defaults") | json }}
    - mkmnt: True
    - persist: True
{%- if package %}
    - require:
        - pkg: backups drive package
{%- endif %}
{%- endif %}
{%- if drive.must_be_mounted %}

backups drive is mounted:
  cmd.run:
    - name: "echo 'No drive is mounted at {{ drive.path }}.' >&2; exit 1"
    - unless: mountpoint -q '{{ drive.path }}'
{%- if drive.device %}
    - require:
        - mount: {{ drive.path }}
{%- endif %}
{%- endif %}
