# Scripts and their settings.
{%- from "backups/map.jinja" import backups, programs with context %}
backups packages:
  pkg.installed:
    - pkgs: {{ backups.packages | json }}
{%- for name in programs %}

/usr/local/sbin/{{ name }}:
  file.managed:
    - source: salt://backups/files/{{ name }}.sh
    - mode: "0755"
    - makedirs: True
{%- endfor %}
{%- for name in ["common", "databases"] %}

/usr/local/lib/backups/{{ name }}.sh:
  file.managed:
    - source: salt://backups/files/{{ name }}.sh
    - mode: "0644"
    - makedirs: True
{%- endfor %}

{#- For images that bring their volume back: it is copied into them. #}
/usr/local/lib/backups/restore-at-start:
  file.managed:
    - source: salt://backups/files/restore-at-start.sh
    - mode: "0755"
    - makedirs: True

/etc/backups.conf:
  file.managed:
    - mode: "0644"
    - contents: |
        # Kept by Salt (states/backups).
        DRIVE='{{ backups.drive.path }}'
        MUST_BE_MOUNTED={{ backups.drive.must_be_mounted | int }}
        MARKER='{{ backups.drive.marker or "" }}'
        NODE='{{ grains["id"] }}'
        VOLUMES='{{ backups.volumes.folder }}'
        PATTERNS='{{ backups.volumes.include | join(" ") }}'
        EXCLUDE='{{ backups.volumes.exclude | join(" ") }}'
        PER_NODE='{{ backups.volumes.per_node | join(" ") }}'
        NAMES={{ backups.names }}
        WEEK_STARTS_ON={{ backups.week_starts_on }}
        KEEP_WEEKLY={{ backups.keep.weekly }}
        KEEP_MONTHLY={{ backups.keep.monthly }}
        KEEP_OLD={{ backups.keep.old | int }}
        DATABASES={{ backups.databases.enabled | int }}
        SOCKETS='{{ backups.databases.sockets | join(" ") }}'
        DEFAULTS_FILE='{{ backups.databases.defaults_file or "" }}'
        PRUNE={{ backups.clean_up.prune | int }}
        PRUNE_ALL={{ backups.clean_up.all_images | int }}
        REMOVE_VOLUMES={{ backups.clean_up.volumes | int }}
        KEEP_VOLUMES='{{ backups.clean_up.keep | join(" ") }}'
        FRESH_HOURS={{ backups.clean_up.fresh_hours }}
