include:
  - smoke.files
  - .templates
  - .accounts
  - .services
  - .cron
  - .commands
  - .requisites
  - .recurse
  - .custom
