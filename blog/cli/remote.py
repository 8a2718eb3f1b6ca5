"""Sends an update to another site through its API, and again if no answer comes: the same one is never posted twice."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import click

from blog.translation import _

TIMEOUT_SECONDS = 20
# Between attempts; a site that says when to come back is believed, within reason.
WAITS = (1, 2, 4, 8)
LONGEST_WAIT = 60
_LATER = {429, 500, 502, 503, 504}
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Site:
    """Another site, and the key that it knows."""

    address: str
    token: str

    def post(self, slug: str, fields: Mapping[str, Any]) -> str:
        """Posts an update to a visit, and returns its address. Raises ClickException with what to do."""
        request = Request(self._address_of(slug), json.dumps(fields).encode(), self._headers(), method="POST")  # noqa: S310 — checked
        made = _sent(request)
        return str(made.get("url") or made.get("desk_url") or "")

    def _address_of(self, slug: str) -> str:
        parts = urlsplit(self.address)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise click.ClickException(_("Give an address that begins with https://, so that nobody reads the key."))
        return f"{self.address.rstrip('/')}/api/v1/visits/{quote(slug, safe='')}/updates"

    def _headers(self) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Accept": "application/json, application/problem+json",
            "Idempotency-Key": f'"{uuid.uuid4()}"',
        }


class _NoRedirects(HTTPRedirectHandler):
    """A key goes to the site that was named, and to no other."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


def _sent(request: Request) -> dict[str, Any]:
    """The answer, after as many attempts as it takes. All of them carry the same Idempotency-Key."""
    opener, reason = build_opener(_NoRedirects), ""
    for wait in (*WAITS, None):
        pause: float | None = wait
        try:
            with opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                made: dict[str, Any] = json.load(answer)
                return made
        except HTTPError as error:
            with error:
                reason = _sentence(error)
            if error.code not in _LATER:
                raise click.ClickException(reason) from error
            pause = wait and _asked_pause(error, wait)
        except (URLError, HTTPException, OSError, ValueError) as error:
            reason = str(getattr(error, "reason", "") or error)
        if pause is not None:
            click.echo(_("No answer yet (%(reason)s). Sending it again.", reason=reason), err=True)
            time.sleep(pause)
    raise click.ClickException(_("It could not be sent: %(reason)s. Try again later.", reason=reason.rstrip(".")))


def _sentence(error: HTTPError) -> str:
    """What the other site says, with each field that it refuses."""
    if error.code < 400:
        where = error.headers.get("Location", "")
        return _("The site is at another address: %(address)s. Use that one.", address=where)
    try:
        problem = json.load(error)
        fields = [f"{one['pointer'].removeprefix('#/')}: {one['detail']}" for one in problem.get("errors", ())]
        return " ".join(fields) or str(problem["detail"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"{error.code} {error.reason}"


def _asked_pause(error: HTTPError, usual: int) -> int:
    asked = error.headers.get("Retry-After", "")
    return min(max(int(asked), usual), LONGEST_WAIT) if asked.isdigit() else usual
