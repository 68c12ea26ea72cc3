{#- Measures the SSD. It is measured each time. -#}
{%- from "bench/map.jinja" import bench with context %}
include: [bench.tool]

bench:
  cmd.run:
    - name: /usr/local/sbin/salina-bench --disk {{ bench.disk }} --folder {{ bench.folder }} --mebibytes {{ bench.mebibytes }} --runs {{ bench.runs }}
    - require:
        - file: /usr/local/sbin/salina-bench
