include:
  - smoke.loop_a
b:
  test.nop:
    - require:
      - sls: smoke.loop_a
