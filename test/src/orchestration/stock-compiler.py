"""Compiles trees of SLS with the real thing, without a master: a list of trees in, a list of outcomes out, both as JSON.

Maps come as {"m": [[key, value], ...]}, so that the order of keys can be compared.
"""
import copy
import json
import logging
import os
import sys
import tempfile

import salt.config
import salt.state

logging.disable(50)
home = tempfile.mkdtemp()
opts = salt.config.minion_config(None)
opts.update(cachedir=home, root_dir=home, file_client="local", local=True, state_events=False, id="m", pillar_roots={},
            file_roots={}, grains={"id": "m", "os": "x"}, failhard=False)
highstate = salt.state.HighState(opts, initial_pillar={})
real, sys.stdout = sys.stdout, sys.stderr


class Client:
    def __init__(self, environments):
        self.environments = environments

    def envs(self):
        return list(self.environments)

    def list_states(self, saltenv):
        return sorted(self.environments.get(saltenv, {}))

    def get_state(self, sls, saltenv):
        path = self.environments.get(saltenv, {}).get(sls)
        return {"source": "salt://" + os.path.relpath(path, home), "dest": path} if path else {}


def plain(value):
    if isinstance(value, dict):
        return {"m": [[plain(key), plain(one)] for key, one in value.items()]}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, float) and (value != value or abs(value) == float("inf")):
        return str(value)
    return value if value is None or isinstance(value, (str, int, float)) else str(value)


def write(at, files):
    environments = {"base": {}}
    for name, text in files.items():
        saltenv, _, rest = name.partition("|") if "|" in name else ("base", "", name)
        path = os.path.join(home, str(at), saltenv, rest + ".sls")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as out:
            out.write(text)
        sls = rest[: -len("/init")] if rest.endswith("/init") else rest
        environments.setdefault(saltenv, {})[sls.replace("/", ".")] = path
    return environments


def compiled(at, case, outcome):
    highstate.client = Client(write(at, case["files"]))
    highstate.avail = salt.state.LazyAvailStates(highstate)
    highstate.building_highstate = {}
    highstate.iorder = 10000
    state = highstate.state
    state._processed_sls_files = set()
    high, errors = highstate.render_highstate({case.get("saltenv", "base"): list(case["mods"])})
    outcome.update(high=plain(copy.deepcopy(high)), errors=errors)
    if errors:
        return
    if case.get("exclude"):
        high.setdefault("__exclude__", []).extend(case["exclude"])
    high, errors = state.reconcile_extend(high)
    outcome["errors"] = errors + state.verify_high(high)
    if outcome["errors"]:
        return
    high, outcome["errors"] = state.requisite_in(high)
    high = state.apply_exclude(high)
    if outcome["errors"]:
        return
    chunks = state.compile_high_data(high)
    if isinstance(chunks, tuple):  # since 3008
        chunks, outcome["errors"] = chunks
    outcome["chunks"] = plain(chunks)
    if case.get("run") and not outcome["errors"]:
        run(state, chunks, outcome)


def run(state, chunks, outcome):
    """What became of the steps: those in a circle, those without what they need, and how many there are at all."""
    state.pre = {}
    state.active = set()
    state.reset_run_num()
    try:
        results = state.call_chunks(copy.deepcopy(chunks))
    except Exception as error:
        outcome["ran"] = {"threw": type(error).__name__}
        return
    steps = [one for tag, one in results.items() if "_|-" in tag]
    said = lambda text: len([one for one in steps if text in str(one.get("comment"))])
    outcome["ran"] = {"steps": len(steps), "recursive": said("Recursive requisite"), "missing": said("were not found")}


def outcome_of(at, case):
    outcome = {}
    try:
        compiled(at, case, outcome)
    except Exception as error:
        return {"threw": type(error).__name__}
    return outcome


json.dump([outcome_of(at, case) for at, case in enumerate(json.load(sys.stdin))], real)
