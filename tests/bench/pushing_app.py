"""The app of production whose push service is on this machine: gunicorn serves `tests.bench.pushing_app:app`."""

from __future__ import annotations

import os

from app import app
from blog.push.apart import POLICY, Pusher
from tests.push_service import PUBLIC

_HERE = [("127.0.0.1", int(os.environ["BENCH_PUSH_PORT"]))]
_POLICY = type(POLICY)(lambda _host, _port: [PUBLIC], POLICY.is_allowed, POLICY.ports, POLICY.schemes)

app.extensions["push_sender"].pusher = Pusher("Dateline", _POLICY, lambda _: _HERE, os.environ["BENCH_PUSH_CA"])
