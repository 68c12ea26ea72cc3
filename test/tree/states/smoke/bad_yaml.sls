good:
  test.nop: []
bad: [unclosed
  test.nop
