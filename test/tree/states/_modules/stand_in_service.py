"""Stands in for the module that manages services: remembers them, touches nothing."""
import json
import os


def _file():
    return os.path.join(__opts__["cachedir"], "stand_in_services.json")


def _all():
    try:
        with open(_file()) as handle:
            return json.load(handle)
    except OSError:
        return {"legacy": {"running": True, "enabled": True}, "webserver": {"running": False, "enabled": False}}


def _set(name, **what):
    services = _all()
    services.setdefault(name, {}).update(what)
    with open(_file(), "w") as handle:
        json.dump(services, handle)
    return True


def available(name, **kwargs):
    return name in _all()


def missing(name):
    return not available(name)


def status(name, *args, **kwargs):
    return _all().get(name, {}).get("running", False)


def enabled(name, **kwargs):
    return _all().get(name, {}).get("enabled", False)


def disabled(name, **kwargs):
    return not enabled(name)


def start(name, **kwargs):
    return _set(name, running=True)


def stop(name, **kwargs):
    return _set(name, running=False)


def restart(name, **kwargs):
    return _set(name, running=True)


def enable(name, **kwargs):
    return _set(name, enabled=True)


def disable(name, **kwargs):
    return _set(name, enabled=False)


def get_all():
    return sorted(_all())
