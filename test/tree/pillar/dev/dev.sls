from_dev: true
