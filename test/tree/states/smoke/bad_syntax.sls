line-one:
  test.nop: []
{% for x in %}
{% endfor %}
