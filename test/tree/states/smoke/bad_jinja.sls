line-one:
  test.nop: []
{% if grains.no_such_grain.deeper %}
never:
  test.nop
{% endif %}
