matched-by-pillar:
  test.nop
