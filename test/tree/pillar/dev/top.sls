dev:
  '*':
    - dev
