"""A reporter at the desk, over a real connection: signs in, reads the form, and sends it as the page would."""

from __future__ import annotations

import http.client
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.bench.fill import PASSWORD, SLUG, account

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_FORM = "application/x-www-form-urlencoded"
# The server lets go of a connection that was idle for half a minute.
IDLE_SECONDS = 10


@dataclass(frozen=True)
class Sent:
    """One POST: CLOCK_MONOTONIC nanoseconds of its first byte out and of its answer's last byte in."""

    sent_at: int
    answered_at: int
    update: str

    @property
    def answer_ms(self) -> float:
        return (self.answered_at - self.sent_at) / 1e6


class Reporter:
    """One account with its cookies and its CSRF token, on one connection that is kept."""

    def __init__(self, port: int, number: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._cookies: dict[str, str] = {}
        self.token = ""
        self._used_at = 0.0
        self._get("/desk/sign-in")
        form = {"csrf_token": self.token, "email": account(number), "password": PASSWORD}
        status, _, text = self._ask("POST", "/desk/sign-in", form)
        if status not in (302, 303):
            raise RuntimeError(f"the desk refused to sign in: {status} {text[:200]}")
        self._get(f"/desk/visits/{SLUG}")

    def post(self, body: str, **fields: str) -> Sent:
        """Publishes; raises RuntimeError when the desk does not take it."""
        key = f"bench-{time.monotonic_ns()}"
        form = {"csrf_token": self.token, "client_key": key, "body": body, "action": "publish", **fields}
        self._freshen()
        begin = time.monotonic_ns()
        status, headers, text = self._ask("POST", f"/desk/visits/{SLUG}/updates", form, {"HX-Request": "true"})
        end = time.monotonic_ns()
        if status not in (200, 201):
            raise RuntimeError(f"the desk did not publish: {status} {text[:300]}")
        return Sent(begin, end, json.loads(headers["HX-Trigger"])["dateline:posted"])

    def edit(self, public_id: str, body: str, *, version: int) -> None:
        """Gives an update another wording, as a correction."""
        form = {"csrf_token": self.token, "body": body, "version": str(version), "change": "correction"}
        form |= {"note": "A word was wrong.", "kind": "report", "standing": "reported", "action": "publish"}
        status, _, text = self._ask("POST", f"/desk/visits/{SLUG}/updates/{public_id}", form)
        if status not in (200, 204, 303):
            raise RuntimeError(f"the desk did not take the correction: {status} {text[:300]}")

    def close(self) -> None:
        self._connection.close()

    @property
    def cookies(self) -> str:
        """Those of its session, as a header has them."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def _freshen(self) -> None:
        """Connects again after a pause, so that this is not measured."""
        if time.monotonic() - self._used_at > IDLE_SECONDS:
            self._connection.close()
            self._connection.connect()

    def _get(self, path: str) -> None:
        status, _, text = self._ask("GET", path)
        found = _TOKEN.search(text)
        if status != 200 or found is None:
            raise RuntimeError(f"no form at {path}: {status} {text[:200]}")
        self.token = found[1]

    def _ask(
        self, method: str, path: str, form: Mapping[str, str] | None = None, extra: Mapping[str, str] | None = None
    ) -> tuple[int, Mapping[str, str], str]:
        headers = {"Cookie": self.cookies, **(extra or {})}
        if form is not None:
            headers["Content-Type"] = _FORM
        self._connection.request(method, path, urlencode(form) if form is not None else None, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        self._used_at = time.monotonic()
        for header in answer.headers.get_all("Set-Cookie", []):
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return answer.status, dict(answer.headers), text


class Desk:
    """Several reporters who post in turn, so that no account meets its limit of posts a minute."""

    def __init__(self, port: int, accounts: int) -> None:
        self.reporters = [Reporter(port, number) for number in range(accounts)]
        self._posts = 0

    def post(self, body: str, **fields: str) -> Sent:
        self._posts += 1
        # The desk asks before it publishes the same text twice, and rounds repeat their texts.
        fields["headline"] = f"{fields['headline']} {self._posts:05}"
        return self.reporters[self._posts % len(self.reporters)].post(body, **fields)

    def edit(self, public_id: str, body: str, *, version: int) -> None:
        """Lets an editor give an update another wording."""
        self.reporters[0].edit(public_id, body, version=version)

    @property
    def cookies(self) -> list[str]:
        """Those of each account."""
        return [reporter.cookies for reporter in self.reporters]

    def hang_up(self) -> None:
        """Closes the connections; the next post opens one."""
        for reporter in self.reporters:
            reporter.close()
