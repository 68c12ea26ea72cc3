{%- from "node/map.jinja" import node with context %}
{%- if node.scheduler %}
{%- set wanted = node.scheduler %}
/etc/udev/rules.d/60-salina-scheduler.rules:
  file.managed:
    - mode: '0644'
    - makedirs: True
    - contents:
        - '# SD cards and disks without platters'
        - 'ACTION=="add|change", SUBSYSTEM=="block", KERNEL=="mmcblk[0-9]|mmcblk[0-9][0-9]", ATTR{queue/scheduler}="{{ wanted }}"'
        - 'ACTION=="add|change", SUBSYSTEM=="block", KERNEL=="sd[a-z]|sd[a-z][a-z]", ATTR{queue/rotational}=="0", ATTR{queue/scheduler}="{{ wanted }}"'
{#- At once, too: the rule counts from the next time that the kernel tells of a disk. -#}
{%- set found = salt["cmd.run"]("grep -H . /sys/block/mmcblk*/queue/scheduler /sys/block/sd*/queue/scheduler", python_shell=True, ignore_retcode=True).splitlines() %}
{%- for line in found if ":" in line and line.startswith("/sys/block/") %}
{%- set file = line.split(":")[0] %}
{%- set all = line.split(":")[1] | replace("[", "") | replace("]", "") %}
{%- set possible = wanted if wanted in all.split() else ("deadline" if wanted == "mq-deadline" and "deadline" in all.split() else none) %}
{%- set flash = "/mmcblk" in file or salt["cmd.run"]("cat " ~ file | replace("scheduler", "rotational")) == "0" %}
{%- if possible and flash %}

{{ possible }} in {{ file }}:
  cmd.run:
    - name: echo {{ possible }} > {{ file }}
    - unless: grep -q '\[{{ possible }}\]' {{ file }}
{%- endif %}
{%- endfor %}
{%- else %}
node scheduler:
  test.nop: []
{%- endif %}
