base:
  '*':
    - smoke.web
    - smoke.custom
dev:
  'node*':
    - smoke.dev
