{%- from "images/map.jinja" import images with context %}
/usr/local/sbin/image-build:
  file.managed:
    - source: salt://images/files/image-build.sh
    - mode: "0755"
    - makedirs: True

/etc/image-build.conf:
  file.managed:
    - mode: "0644"
    - contents: |
        # Kept by Salt (states/images).
        FOLDER={{ images.folder }}
        REGISTRY={{ images.registry }}
        ARCH={{ images.arch }}
        WAIT_SECONDS={{ images.limit_seconds }}
