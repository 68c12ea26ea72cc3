include:
  - images.script
  - images.source
