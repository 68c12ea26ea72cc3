/**
 * Asks stock's own matchers and its `CkMinions`. Reads scenarios on stdin, writes their answers on stdout; the data cache
 * stands in memory, since reading a file for each question would take minutes.
 */
export const stockProgram = `
import copy, json, logging, os, sys, tempfile, warnings
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
import salt.config, salt.loader
from salt.utils.minions import CkMinions, nodegroup_comp

def read(data):
    if isinstance(data, list):
        return [read(one) for one in data]
    if isinstance(data, dict):
        if "$float" in data:
            return float(data["$float"])
        if "$map" in data:
            return {read(key): read(value) for key, value in data["$map"]}
        return {key: read(value) for key, value in data.items()}
    return data

class Cache:
    def __init__(self, minions):
        self.minions = minions
    def list(self, bank):
        return list(self.minions) if bank in ("minions", "grains") else []
    def fetch(self, bank, key):
        if bank in ("grains", "pillar"):
            return copy.copy(self.minions.get(key, {}).get(bank))
        return copy.copy(self.minions.get(bank.split("/")[-1]))

class Keys:
    ACC = "minions"
    def __init__(self, ids):
        self.ids = ids
    def list_status(self, status):
        return {"minions": self.ids}

scenarios = json.load(sys.stdin)
root = tempfile.mkdtemp()
minion_opts = dict(salt.config.DEFAULT_MINION_OPTS, id="nobody", root_dir=root, cachedir=root, grains={}, pillar={}, extension_modules=root)
matchers = salt.loader.matchers(minion_opts)

def minion_says(target, minion, groups):
    kind, tgt = target["type"], target["expression"]
    opts = dict(minion_opts, id=minion["id"], grains=minion["grains"], pillar=minion["pillar"], nodegroups=groups)
    kwargs = {"opts": opts, "minion_id": minion["id"]}
    if "delimiter" in target and kind in ("grain", "grain_pcre", "pillar", "pillar_pcre", "pillar_exact"):
        kwargs["delimiter"] = target["delimiter"]
    if kind == "nodegroup":
        if tgt not in groups:
            return False
        kind, tgt = "compound", nodegroup_comp(tgt, groups)
    try:
        return bool(matchers[kind + "_match.match"](tgt, **kwargs))
    except Exception:
        return None

exact_kinds = {"pillar": "pillar_exact", "pillar_pcre": "pillar_exact", "compound": "compound_pillar_exact"}
answers = []
for scenario in scenarios:
    minions = [{"id": one["id"], "grains": read(one["grains"]), "pillar": read(one["pillar"])} for one in scenario["minions"]]
    groups = scenario["nodegroups"]
    pki = tempfile.mkdtemp(dir=root)
    os.mkdir(os.path.join(pki, "minions"))
    for one in minions:
        open(os.path.join(pki, "minions", one["id"]), "w").close()
    opts = dict(salt.config.DEFAULT_MASTER_OPTS, root_dir=root, cachedir=root, pki_dir=pki, minion_data_cache=True, nodegroups=groups, key_cache="", __role="master")
    check = CkMinions(opts)
    # From 3008 on the keys are behind an object.
    if hasattr(check, "key"):
        check.key = Keys([one["id"] for one in minions])
    check.cache = Cache({one["id"]: {"grains": one["grains"], "pillar": one["pillar"]} for one in minions if one["id"] not in scenario.get("unknown", [])})
    rows = []
    for target in scenario["targets"]:
        def master_says(greedy, kind=None):
            result = check.check_minions(target["expression"], kind or target["type"], target.get("delimiter", ":"), greedy)
            return {"minions": sorted(set(result["minions"])), "missing": result["missing"]}
        rows.append({
            "minion": [minion_says(target, one, groups) for one in minions],
            "greedy": master_says(True),
            "known": master_says(False),
            "exact": master_says(False, exact_kinds.get(target["type"])),
        })
    answers.append(rows)
json.dump(answers, sys.stdout)
`;
