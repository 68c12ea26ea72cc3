{%- from "node/map.jinja" import node with context %}
node logrotate:
  pkg.installed:
    - name: {{ node.packages.logrotate }}

/etc/logrotate.conf:
  file.managed:
    - mode: '0644'
    - check_cmd: logrotate --debug
    - contents:
        - '{{ node.logrotate.every }}'
        - 'rotate {{ node.logrotate.keep }}'
        - 'maxsize {{ node.logrotate.maxsize }}'
        - 'create'
        - '{{ "compress" if node.logrotate.compress else "nocompress" }}'
        - 'include /etc/logrotate.d'
    - require:
        - pkg: node logrotate
