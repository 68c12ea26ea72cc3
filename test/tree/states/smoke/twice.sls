same:
  test.nop: []
same:
  test.nop: []
