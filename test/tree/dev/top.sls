dev:
  '*':
    - smoke.dev
