# Pillar `images_build`: name of one image, which is built here and pushed.
include:
  - images.script

{%- set name = salt["pillar.get"]("images_build", "") %}
{%- if not name | regex_match("([A-Za-z0-9][A-Za-z0-9_.-]*)\\Z") %}{{ raise("images_build: is to be the name of an image, not " ~ name | json) }}{% endif %}

{{ name }} is built and pushed:
  cmd.run:
    - name: image-build build {{ name }}
    - env:
      - PATH: /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
    - require:
      - file: /usr/local/sbin/image-build
      - file: /etc/image-build.conf
