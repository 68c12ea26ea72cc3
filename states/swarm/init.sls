# What each node needs, and no more: who is in the swarm is for orch.swarm to settle.
include:
  - swarm.script
  - swarm.engine
