apps:
  list: [two]
  web:
    port: 8080
    user: {{ salt['grains.get']('role') }}
