in-dev:
  file.managed:
    - name: {{ grains['target'] }}/dev
    - source: salt://smoke/dev.txt
    - makedirs: True
