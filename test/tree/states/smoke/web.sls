web-only:
  test.show_notification:
    - text: for {{ grains['role'] }} in {{ slspath }} ({{ tplfile.split('/')[-1] }})
