/usr/local/sbin/swarm-node:
  file.managed:
    - source: salt://swarm/files/swarm-node.sh
    - mode: "0755"
    - makedirs: True
