def greeting(whom):
    """Greets."""
    return "hello {}".format(whom)


def echo_back(*args, **kwargs):
    """What came, by position and by name."""
    return [list(args), {key: value for key, value in kwargs.items() if not key.startswith("__")}]
