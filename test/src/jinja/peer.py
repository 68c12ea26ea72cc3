"""Renders templates with stock Salt. Reads and writes JSON: see jinja-differential.test.ts."""

import json
import os
import sys
import tempfile

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


def render(case, context, opts):
    names = dict(context)
    names.update({"opts": dict(opts, **case.get("opts", {})), "saltenv": "base", "_pillar_rend": True})
    names.update({"fileclient": FileClient(names["opts"]), "sls": "t", "tpldir": "dir", "tplfile": "dir/t.sls"})
    names["salt"] = {"test.echo": lambda x: x, "test.kwargs": lambda *a, **k: [list(a), k]}
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
        json.dump([render(case, json.loads(asked["context"]), opts) for case in asked["cases"]], sys.stdout)


main()
