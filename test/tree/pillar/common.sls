{% set who = 'pillar' %}
who: {{ who }}
made_for: {{ grains['id'] }}
texts:
  motd: |
    Welcome to {{ grains['id'] }}
    line two
  short: "é"
numbers: [1, 2.5, -3]
