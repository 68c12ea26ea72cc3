{%- from "bench/map.jinja" import bench with context %}
bench packages:
  pkg.installed:
    - pkgs: {{ bench.packages | json }}

/usr/local/sbin/salina-bench:
  file.managed:
    - source: salt://bench/files/salina-bench
    - mode: '0755'
    - makedirs: True
    - user: root
    - group: root
    - require:
        - pkg: bench packages
