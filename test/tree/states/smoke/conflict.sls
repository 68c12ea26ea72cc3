include:
  - smoke.custom

own-state:
  test.nop
