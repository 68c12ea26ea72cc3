# What nodes have measured last, as a table. salt-run state.orchestrate orch.bench_table
{%- import_yaml "bench/defaults.yaml" as defaults %}
{%- set target = salt["pillar.get"]("bench:nodes", defaults["common"]["nodes"]) %}
{%- set columns = ["hdparm", "write_4k", "write_1m", "read_4k", "read_1m"] %}
{%- set answers = salt["saltutil.runner"]("salt.execute",
  arg=[target, "cmd.run", ["cat /var/lib/salina-bench/result"]], kwarg={"tgt_type": "compound"}) %}
{%- set nodes, slowest = {}, {} %}
{%- for id, text in answers | dictsort if text is string and "hdparm=" in text %}
  {%- set row = {} %}
  {%- for line in text.splitlines() if "=" in line %}{% do row.update({line.split("=")[0]: line.split("=")[1] | float}) %}{% endfor %}
  {%- do nodes.update({id: row}) %}
{%- endfor %}
{%- for column in columns %}
  {%- set values = [] %}
  {%- for id, row in nodes | dictsort if column in row %}{% do values.append(row[column]) %}{% endfor %}
  {%- if values | length > 1 %}{% do slowest.update({column: values | min}) %}{% endif %}
{%- endfor %}
{%- set heads = [] %}
{%- for column in columns %}{% do heads.append("%10s" | format(column | replace("_", " "))) %}{% endfor %}
{%- set lines = ["%-28s" | format("MB/s") ~ heads | join("")] %}
{%- for id, row in nodes | dictsort %}
  {%- set cells = [] %}
  {%- for column in columns %}
    {%- if column not in row %}{% do cells.append("         -") %}
    {%- else %}{% do cells.append("%9.1f%s" | format(row[column], "*" if row[column] == slowest.get(column) else " ")) %}
    {%- endif %}
  {%- endfor %}
  {%- do lines.append("%-28s" | format(id) ~ cells | join("")) %}
{%- endfor %}

ssds:
  test.show_notification:
    - text: {{ (lines | join("\n") if nodes else "no node has measured yet") | json }}
