include:
  - apps.ports:
      key: apps
      defaults:
        base: 9000
apps:
  list: [one]
