{%- from "images/map.jinja" import images with context %}
{%- if images.source %}
git for the image folders:
  pkg.installed:
    - name: git
    - unless: command -v git

the image folders:
  git.latest:
    - name: {{ images.source | json }}
    - target: {{ images.folder }}
    - rev: {{ images.branch | json }}
    - branch: {{ images.branch | json }}
    - force_reset: True
    - require:
      - pkg: git for the image folders
{%- else %}
the image folders are there:
  cmd.run:
    - name: test -d {{ images.folder }}
    - unless: test -d {{ images.folder }}
{%- endif %}
