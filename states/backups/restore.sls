# One volume or one database comes back. Pillar `backups_restore`, see the README; or: salt-run state.orchestrate orch.restore
{%- import_yaml "backups/restore-schema.yaml" as schema %}
{%- from "salina/pillar.jinja" import check with context %}
{%- set given = salt["pillar.get"]("backups_restore", {}) %}
{%- set errors = [] %}
{%- do check(errors, "backups_restore", {"keys": schema}, given) %}
{%- if not errors and ("volume" in given) == ("database" in given) %}
  {%- do errors.append("backups_restore: needs one of volume and database") %}
{%- endif %}
{%- if errors %}{{ raise("The pillar does not hold. " ~ errors | join("; ")) }}{% endif %}
{%- set name = given.get("volume", given.get("database")) %}
{%- set words = [name] %}
{%- for option in ["into", "of", "node"] if given.get(option) %}{% do words.extend(["--" ~ option, given[option]]) %}{% endfor %}
{%- set words = words | join(" ") %}
restore {{ name }}:
  cmd.run:
{%- if "volume" in given %}
    - name: /usr/local/sbin/backup-restore volume {{ words }}{{ " --replace" if given.get("replace") else "" }}
    - unless: /usr/local/sbin/backup-restore is-restored {{ words }}
{%- else %}
    - name: /usr/local/sbin/backup-restore database {{ words }}
{%- endif %}
    - env:
      - PATH: /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
