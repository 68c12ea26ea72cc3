own-state:
  smoke.greeted:
    - name: {{ salt['smoke.greeting']('tree') }}

own-function:
  module.run:
    - smoke.greeting:
      - whom: module

grain-of-ours:
  test.configurable_test_state:
    - changes: False
    - result: True
    - comment: {{ grains.get('smoke_grain', 'missing') }}
