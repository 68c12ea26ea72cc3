# A build has failed: the image is, if its builder is still there; else it is for the other builders, and this one gets no more.
{%- set lane = salt["pillar.get"]("images_lane") %}
{%- set name = salt["pillar.get"]("images_build") %}
{%- set up = salt["saltutil.runner"]("manage.up",
  kwarg={"tgt": lane.id, "tgt_type": "list", "timeout": 4, "gather_job_timeout": 2}) if not opts.get("test") else [] %}
{{ name }} was not built by {{ lane.id }}:
  salt.function:
    - name: cmd.run
    - tgt: {{ lane.keeper }}
    - tgt_type: list
{%- if lane.id in up %}
    - arg: ["/usr/local/sbin/image-build report {{ lane.run }} {{ name }} failed"]
{%- else %}
    - arg: ["/usr/local/sbin/image-build gone {{ lane.run }} {{ lane.id }}"]
{%- endif %}
