"""Calls stock wheel functions and runners, one after the other, on the directories of a config."""

import contextlib
import json
import logging
import sys

import salt.config
import salt.runner
import salt.utils.event
import salt.utils.http
import salt.wheel

# There is no master that hears events: each would be waited for.
salt.utils.event.SaltEvent.fire_event = lambda *_args, **_kwargs: True
salt.utils.event.SaltEvent.connect_pull = lambda *_args, **_kwargs: True
logging.disable(logging.CRITICAL)
asked = json.load(sys.stdin)
opts = salt.config.master_config(asked["config"])
clients = {"wheel": salt.wheel.WheelClient(opts), "runner": salt.runner.RunnerClient(opts)}


def call(one):
    if one["client"] == "http":
        return salt.utils.http.query(one["arg"][0], opts=opts, node="master", **one["kwarg"])
    client = clients[one["client"]]
    kwarg = dict(one["kwarg"])
    # Typed by the caller already.
    return client.cmd(one["fun"], list(one["arg"]), kwarg=kwarg, print_event=False, full_return=False)


answers = []
with contextlib.redirect_stdout(sys.stderr):
    for one in asked["calls"]:
        try:
            answers.append(call(one))
        except Exception as error:  # pylint: disable=broad-except
            answers.append({"exception": str(error)})
print(json.dumps(answers, default=dict))
