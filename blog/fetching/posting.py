"""Posts to an address of another program: no redirect is followed, and of the answer only the head is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from blog.fetching.client import open_socket, trusted
from blog.fetching.connection import Connect, Connection, Deadline, Tls
from blog.fetching.targets import Policy
from blog.text.numbers import whole_number

POST_SECONDS = 15.0
# TLS alone, also on the port that servers without root use.
POLICY = Policy(ports=frozenset({443, 8443}), schemes=frozenset({"https"}))


@dataclass(frozen=True)
class Posted:
    """The status of an answer, and how long the other program asks to be left alone."""

    status: int
    retry_after: timedelta


@dataclass(frozen=True)
class Poster:
    """Posts for one site, which its `user_agent` names. Only tests replace the parts."""

    user_agent: str
    policy: Policy = POLICY
    connect: Connect = open_socket
    tls: Tls = trusted
    seconds: float = POST_SECONDS
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    def check(self, url: str) -> None:
        """Raises FetchFailed, with the reason, for an address to which nothing is ever posted."""
        self.policy.target(url)

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Posted:
        """Sends one request, within `seconds` of time whatever the other side does. Raises FetchFailed."""
        deadline = Deadline(self.seconds)
        with closing(Connection(self.policy.target(url), deadline, self.connect, self.tls)) as connection:
            answer = connection.post({"User-Agent": self.user_agent, **headers}, body)
            return Posted(answer.status, wait_of(answer.headers.get("Retry-After", ""), self.clock()))


def wait_of(text: str, now: datetime) -> timedelta:
    """The wait in a `Retry-After` header (RFC 9110, 10.2.3): seconds or a date. None where it says neither."""
    seconds = whole_number(text)
    if seconds is not None:
        return timedelta(seconds=min(seconds, 10**6))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return timedelta()
    return max(moment.replace(tzinfo=moment.tzinfo or UTC) - now, timedelta())
