operators:
  group.present:
    - gid: 4711

alice:
  user.present:
    - uid: 4711
    - gid: 4711
    - home: /home/alice
    - createhome: False
    - shell: /bin/sh
    - require:
      - group: operators

mallory:
  user.absent: []
