base:
  '*':
    - common
    - apps
  'role:web':
    - match: grain
    - apps.web
  'other*':
    - secret
