# On the node that keeps the list, for a lane of orch.images: changes only if there is an image to build. Pillar `images_lane`.
{%- set lane = salt["pillar.get"]("images_lane") %}
{{ lane.id }} takes an image:
  cmd.run:
    - name: image-build take {{ lane.run }} {{ lane.id }}
    - stateful: True
    - env:
      - PATH: /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
