backup:
  cron.present:
    - name: /usr/bin/true --backup
    - user: {{ grains['account'] }}
    - minute: random
    - minute: 5
    - hour: '*/2'
    - identifier: smoke-backup
    - comment: made by the tree

old-backup:
  cron.absent:
    - name: /usr/bin/false
    - user: {{ grains['account'] }}
