# Archives the volumes of this node now. Applied by orch.backups.
backup-volumes:
  cmd.run:
    - name: /usr/local/sbin/backup-volumes
    - env:
      - PATH: /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
