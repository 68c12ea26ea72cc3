not-for-this-minion:
  test.fail_without_changes
