base:
  '*':
    - smoke
  'role:web':
    - match: grain
    - smoke.web
  'G@role:db and *.lan':
    - match: compound
    - smoke.never
  'apps:web:port:80*':
    - match: pillar
    - smoke.matched
