include:
  - smoke.loop_b
a:
  test.nop
