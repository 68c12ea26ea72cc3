{%- from "rootfs/map.jinja" import rootfs with context %}

rootfs packages:
  pkg.installed:
    - pkgs: {{ rootfs.packages | json }}

/usr/local/sbin/salina-rootfs:
  file.managed:
    - source: salt://rootfs/files/salina-rootfs
    - mode: '0755'
    - makedirs: True
    - user: root
    - group: root
    - require:
        - pkg: rootfs packages
