"""Renders templates with stock Salt. Reads and writes JSON: see jinja-differential.test.ts."""

import json
import os
import sys
import tempfile

import salt.utils.data
import salt.utils.dateutils
import salt.utils.dictupdate
import salt.utils.files
import salt.utils.hashutils
import salt.utils.network
import salt.utils.path
import salt.utils.stringutils
import salt.utils.templates as templates
from salt.exceptions import SaltRenderError


class FileClient:
    def __init__(self, opts):
        self.opts = opts

    def get_file(self, path, dest="", makedirs=False, saltenv="base", **kwargs):
        return path


class NoContext:
    def value(self):
        return None


def lookup(data):
    return lambda key, default="": salt.utils.data.traverse_dict_and_list(data, key, default)


def from_table(table):
    return lambda first, *args, **kwargs: table[first]


def functions_of(asked):
    """Functions of `salt[...]`: some look up a path in data, some have a table by their first argument."""
    functions = {name: lookup(data) for name, data in asked.get("lookups", {}).items()}
    functions.update({name: from_table(table) for name, table in asked.get("tables", {}).items()})
    if functions:
        grains = asked["lookups"]["grains.get"]
        functions["grains.filter_by"] = lambda lookup_dict, grain="os_family", merge=None, default="default", base=None: (
            salt.utils.data.filter_by(lookup_dict, grain, grains, merge, default, base)
        )
        functions["slsutil.merge"] = salt.utils.dictupdate.merge
    return functions


def render(case, context, opts, functions):
    names = dict(context)
    names.update({"opts": dict(opts, **case.get("opts", {})), "saltenv": "base", "_pillar_rend": True})
    names.update({"fileclient": FileClient(names["opts"]), "sls": "t", "tpldir": "dir", "tplfile": "dir/t.sls"})
    names["salt"] = {"test.echo": lambda x: x, "test.kwargs": lambda *a, **k: [list(a), k], **functions}
    try:
        return {"ok": templates.render_jinja_tmpl(case["template"], names, None)}
    except SaltRenderError as exc:
        return {"error": str(exc)}
    except Exception as exc:  # not through Salt's own wording
        return {"error": "RAW " + repr(exc)}


def main():
    asked = json.load(sys.stdin)
    templates.__file_client__ = NoContext()
    with tempfile.TemporaryDirectory() as root:
        for path, text in asked["files"].items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", newline="") as out:
                out.write(text)
        opts = {"cachedir": root, "file_client": "local", "file_roots": {}, "pillar_roots": {"base": [root]}}
        functions = functions_of(asked)
        json.dump([render(case, json.loads(asked["context"]), opts, functions) for case in asked["cases"]], sys.stdout)


main()
