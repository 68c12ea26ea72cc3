# Removes what Docker does not use on this node. Applied by orch.backups.
backup-clean-up:
  cmd.run:
    - name: /usr/local/sbin/backup-clean-up
    - env:
      - PATH: /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
