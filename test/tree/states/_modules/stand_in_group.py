"""Stands in for the module that manages groups: remembers them, touches nothing."""
import json
import os


def _file():
    return os.path.join(__opts__["cachedir"], "stand_in_groups.json")


def _all():
    try:
        with open(_file()) as handle:
            return json.load(handle)
    except OSError:
        return {}


def info(name, **kwargs):
    return _all().get(name, {})


def getent(refresh=False, **kwargs):
    return list(_all().values())


def add(name, gid=None, **kwargs):
    groups = _all()
    groups[name] = {"name": name, "gid": gid, "passwd": "x", "members": []}
    with open(_file(), "w") as handle:
        json.dump(groups, handle)
    return True
