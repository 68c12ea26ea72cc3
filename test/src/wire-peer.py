"""Answers wire-differential.test.ts with what stock Salt makes of the same input.

Reads one JSON list of requests from stdin, writes one JSON list of answers to stdout.
Bytes travel as hex. Values travel as trees, which say what JSON cannot: see tree().
"""
import datetime
import hashlib
import json
import os
import random
import struct
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")

import msgpack  # noqa: E402
import salt.crypt  # noqa: E402
import salt.defaults  # noqa: E402
import salt.payload  # noqa: E402
import salt.utils.crypt  # noqa: E402
import salt.utils.jid  # noqa: E402

DATE_FORMAT = "%Y%m%dT%H:%M:%S.%f"


def tree(value):
    if value is None:
        return ["none"]
    if isinstance(value, bool):
        return ["bool", value]
    if isinstance(value, int):
        return ["int", str(value)]
    if isinstance(value, float):
        return ["float", "nan" if value != value else struct.pack(">d", value).hex()]
    if isinstance(value, str):
        return ["text", value]
    if isinstance(value, bytes):
        return ["bytes", value.hex()]
    if isinstance(value, datetime.datetime):
        return ["date", value.strftime(DATE_FORMAT)]
    if isinstance(value, Ext):
        return ["ext", value.code, value.data.hex()]
    if isinstance(value, msgpack.Timestamp):
        return ["ext", -1]
    if isinstance(value, Pairs):
        return ["map", [[key_tree(k), tree(v)] for k, v in value.pairs]]
    if isinstance(value, dict):
        return ["map", [[tree(k), tree(v)] for k, v in value.items()]]
    if isinstance(value, (list, tuple)):
        return ["list", [tree(v) for v in value]]
    raise TypeError(type(value).__name__)


class Pairs:
    def __init__(self, pairs):
        self.pairs = list(pairs)


class Ext:
    """Like msgpack.ExtType, which refuses negative types."""

    def __init__(self, code, data):
        self.code = code
        self.data = data


def key_tree(key):
    if isinstance(key, bytes):
        try:
            return ["text", key.decode("utf-8")]
        except UnicodeDecodeError:
            pass
    return tree(key)


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self):
        draw = self.random
        size = draw.choice([0, 1, 3, 20, 31, 32, 33, 255, 256, 300])
        alphabet = draw.choice(["abc", "aä€\U0001f600", "\x00\n\x7f\ufffd\ufeff"])
        return "".join(draw.choice(alphabet) for _ in range(size))

    def integer(self):
        draw = self.random
        edge = draw.choice([0, 32, 127, 128, 255, 256, 2**15, 2**16, 2**31, 2**32, 2**53, 2**63])
        number = (edge + draw.randint(-2, 2)) * draw.choice([1, -1])
        return max(-(2**63), min(2**64 - 1, number))

    def float(self):
        draw = self.random
        special = [0.0, -0.0, 1.0, -1.0, 2.0**53, 1e300, 5e-324, float("inf"), float("-inf")]
        return draw.choice(special) if draw.random() < 0.3 else draw.uniform(-1e6, 1e6)

    def date(self):
        return datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=self.random.randint(0, 2**52))

    def not_utf8(self):
        draw = self.random
        return bytes(draw.randint(0, 255) for _ in range(draw.choice([0, 5, 31, 32, 256, 400]))) + b"\xff"

    def key(self):
        draw = self.random
        odd = [lambda: draw.randint(2, 10**12), lambda: None, lambda: 1.5, lambda: self.not_utf8(), lambda: "__proto__"]
        return draw.choice(odd)() if draw.random() < 0.3 else self.text()

    def value(self, depth=0):
        draw = self.random
        leaves = [self.text, self.integer, self.float, self.not_utf8, self.date, lambda: None, lambda: True, lambda: False]
        if depth > 4 or draw.random() < 0.4:
            return draw.choice(leaves)()
        size = draw.choice([0, 1, 3, 15, 16]) if depth < 2 else draw.randint(0, 3)
        if draw.random() < 0.5:
            return [self.value(depth + 1) for _ in range(size)]
        return {self.key(): self.value(depth + 1) for _ in range(size)}


def make(request):
    value = Maker(request["seed"]).value()
    network = salt.payload.dumps(value)
    local = salt.payload.dumps(value, use_bin_type=True)
    # What a receiver sees, not what was meant: on the network bytes that are UTF-8 become text.
    return {
        "network": network.hex(),
        "networkTree": tree(salt.payload.loads(network)),
        "local": local.hex(),
        "localTree": tree(salt.payload.loads(local, encoding="utf-8")),
    }


def unpack(request):
    try:
        value = msgpack.unpackb(
            bytes.fromhex(request["packed"]),
            raw=True,
            strict_map_key=False,
            object_pairs_hook=Pairs,
            ext_hook=Ext,
        )
        return {"tree": tree(value)}
    except Exception as exc:  # any refusal will do
        return {"error": type(exc).__name__}


def pack_odd(_):
    constant = salt.defaults._Constant("NOTHING", 1)
    return salt.payload.dumps([2**64, 2**70, constant]).hex()


def crypticle(request):
    box = salt.crypt.Crypticle({}, request["key"])
    if "box" in request:
        return tree(box.loads(bytes.fromhex(request["box"]), nonce=request.get("nonce")))
    return box.dumps(request["value"], nonce=request.get("nonce")).hex()


def key_file(pem):
    path = os.path.join(FOLDER, hashlib.sha256(pem.encode()).hexdigest())
    if not os.path.exists(path):
        with open(path, "w", encoding="utf-8") as out:
            out.write(pem)
    return path


def private(request):
    return salt.crypt.PrivateKey(key_file(request["private"]))


def public(request):
    return salt.crypt.PublicKey(key_file(request["public"]))


OPERATIONS = {
    "make": make,
    "unpack": unpack,
    "packOdd": pack_odd,
    "crypticle": crypticle,
    "oaepEncrypt": lambda r: public(r).encrypt(bytes.fromhex(r["data"]), r["algorithm"]).hex(),
    "oaepDecrypt": lambda r: private(r).decrypt(bytes.fromhex(r["data"]), r["algorithm"]).hex(),
    "sign": lambda r: private(r).sign(bytes.fromhex(r["data"]), r["algorithm"]).hex(),
    "verify": lambda r: public(r).verify(bytes.fromhex(r["data"]), bytes.fromhex(r["signature"]), r["algorithm"]),
    "x931Sign": lambda r: salt.crypt.private_encrypt(private(r), bytes.fromhex(r["data"])).hex(),
    "x931Recover": lambda r: public(r).decrypt(bytes.fromhex(r["signature"])).hex(),
    "cleanKey": lambda r: salt.crypt.clean_key(r["pem"]),
    "finger": lambda r: salt.utils.crypt.pem_finger(path=key_file(r["pem"]), sum_type=r["hash"]),
    "jid": lambda r: [salt.utils.jid.is_jid(r["jid"]), salt.utils.jid.jid_to_time(r["jid"])],
    "floatText": lambda r: str(struct.unpack(">d", bytes.fromhex(r["float"]))[0]),
    "bytesText": lambda r: str(bytes.fromhex(r["bytes"])),
}

with tempfile.TemporaryDirectory() as FOLDER:
    answers = [OPERATIONS[request["op"]](request) for request in json.load(sys.stdin)]
json.dump(answers, sys.stdout)
