"""The app that a real server of a test serves instead of `app:app`: every site it fetches is played on this machine.

`ELSEWHERE` names the ports of an Elsewhere, as in `80=50001 443=50002`. Nothing but names and connections is replaced.
"""

from __future__ import annotations

import os
import socket
from dataclasses import replace

from app import app  # first of all, since it patches sockets and locks
from blog.fetching.targets import Policy
from blog.web.card_worker import CardWorker
from tests.elsewhere import PUBLIC
from tests.servers.ports import HOST

PORTS = {int(name): int(port) for name, _, port in (pair.partition("=") for pair in os.environ["ELSEWHERE"].split())}


def connect(address: tuple[str, int], timeout: float) -> socket.socket:
    """Leads to this machine whatever was asked for, once it has been checked."""
    return socket.create_connection((HOST, PORTS[address[1]]), timeout)


worker = app.extensions["card_worker"]
assert isinstance(worker, CardWorker)
worker.fetcher = replace(worker.fetcher, policy=Policy(resolve=lambda _host, _port: [PUBLIC]), connect=connect)
