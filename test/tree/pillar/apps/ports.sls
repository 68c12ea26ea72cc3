ports:
{% for name in ['http', 'https'] %}
  {{ name }}: {{ base + loop.index }}
{% endfor %}
