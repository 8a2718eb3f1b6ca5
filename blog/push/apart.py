"""Sends one message to many browsers, in a process of its own that holds up nobody here."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from blog.fetching import FetchFailed
from blog.fetching.targets import Policy, Target

PATIENCE_SECONDS = 50.0
_PROGRAM = Path(__file__).parent / "child.py"
POLICY = Policy(ports=frozenset({443}), schemes=frozenset({"https"}))


@dataclass(frozen=True)
class Browser:
    """Where one browser gets messages, and with what keys they are encrypted for it. `id` is that of its answer."""

    id: int
    endpoint: str
    public_key: str
    auth: str


@dataclass(frozen=True)
class Pushed:
    """The answer of a service. No status: it gave none, and `said` is why. `said` is the `Retry-After` otherwise."""

    status: int | None
    said: str = ""


def _addresses(target: Target) -> Sequence[tuple[str, int]]:
    return [(address, target.port) for address in target.addresses]


@dataclass(frozen=True)
class Pusher:
    """Sends for one site. Only tests replace the parts; no setting lets it into a network."""

    user_agent: str
    policy: Policy = POLICY
    addresses: Callable[[Target], Sequence[tuple[str, int]]] = _addresses
    authorities: str | None = None

    def deliver(
        self, browsers: Sequence[Browser], content: str, headers: Mapping[str, str], sign: Callable[[str], str]
    ) -> Mapping[int, Pushed]:
        """Sends `content` and returns the answers by id; who is missing was not reached in time.

        `sign` gives the header `Authorization` for an origin.
        """
        answers: dict[int, Pushed] = {}
        services: dict[str, list[Browser]] = {}
        for browser in browsers:
            services.setdefault(urlsplit(browser.endpoint).netloc.lower(), []).append(browser)
        asked = []
        for name, group in services.items():
            try:
                target = self.policy.target(group[0].endpoint)
            except FetchFailed as error:
                answers |= dict.fromkeys((browser.id for browser in group), Pushed(None, str(error)))
                continue
            own = {"Authorization": sign(f"https://{name}"), "User-Agent": self.user_agent}
            asked.append(self._service(target, {**headers, **own}, group))
        request = {"authorities": self.authorities, "content": content, "services": asked}
        return answers | (_ask(json.dumps(request)) if asked else {})

    def _service(self, target: Target, headers: Mapping[str, str], browsers: Sequence[Browser]) -> dict[str, object]:
        recipients = [
            {"id": one.id, "path": _path(one.endpoint), "public_key": one.public_key, "auth": one.auth}
            for one in browsers
        ]
        return {
            "host": target.host,
            "addresses": self.addresses(target),
            "headers": {**headers, "Content-Encoding": "aes128gcm", "Content-Type": "application/notification+json"},
            "recipients": recipients,
        }


def _path(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _ask(request: str) -> dict[int, Pushed]:
    """Starts the process, waits for it, and returns the answers that it wrote, also when it was given up."""
    with tempfile.TemporaryFile("w+") as given, tempfile.TemporaryFile("w+") as answer:
        given.write(request)
        given.seek(0)
        command = [sys.executable, "-I", str(_PROGRAM)]
        process = subprocess.Popen(command, stdin=given, stdout=answer, stderr=subprocess.DEVNULL, env={})  # noqa: S603
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            pass
        finally:
            process.kill()
            process.wait()
        answer.seek(0)
        whole = (json.loads(line) for line in answer if line.endswith("\n"))
        return {number: Pushed(status, said) for number, status, said in whole}
