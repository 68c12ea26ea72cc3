# Dumps the databases of this node now. Applied by orch.backups.
backup-databases:
  cmd.run:
    - name: /usr/local/sbin/backup-databases
    - env:
      - PATH: /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
