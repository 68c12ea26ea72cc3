"""The stock commands, one after the other: each in a fork of a process that has Salt's modules loaded already.

Reads lines of JSON {program, argv, stdin, cwd, env}; writes {code, stdout, stderr}.
"""
import json
import os
import signal
import sys
import tempfile
import time
import traceback

import salt.cli.batch
import salt.cli.cp
import salt.cli.key
import salt.cli.run
import salt.cli.salt
import salt.client
import salt.key
import salt.loader
import salt.output
import salt.runner
import salt.scripts

MAINS = {
    "salt": salt.scripts.salt_main,
    "salt-key": salt.scripts.salt_key,
    "salt-run": salt.scripts.salt_run,
    "salt-cp": salt.scripts.salt_cp,
}
LIMIT_S = 90


def child(asked, files):
    os.setsid()
    for number, file in enumerate(files):
        os.dup2(file.fileno(), number)
    os.chdir(asked["cwd"])
    os.environ.update(asked["env"])
    sys.argv = [asked["program"], *asked["argv"]]
    sys.stdin = open(0, closefd=False)
    sys.stdout = open(1, "w", closefd=False)
    sys.stderr = open(2, "w", closefd=False)
    code = 0
    try:
        MAINS[asked["program"]]()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        if code == 1 and isinstance(end.code, str):
            sys.stderr.write(end.code + "\n")
    except BaseException:  # pylint: disable=broad-except
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def wait(pid):
    end = time.monotonic() + LIMIT_S
    while time.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None


def run(asked):
    with tempfile.TemporaryFile() as into, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        into.write(asked["stdin"].encode())
        into.seek(0)
        pid = os.fork()
        if pid == 0:
            child(asked, (into, out, err))
        code = wait(pid)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
        return {"code": code, "stdout": texts[0], "stderr": texts[1]}


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
