"""Checks `If-Match` and `Idempotency-Key`, and the fingerprint of a request."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from flask import request
from werkzeug.exceptions import BadRequest, PreconditionFailed, PreconditionRequired

from blog.translation import N_, _

_KEY = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?")
OUTDATED = N_("Someone else has changed this since the version that you named. This answer's ETag is the current one.")
WEAK = N_('This is the weak tag of a page. Send the version of the update in quotes, such as "7".')
MISSING = N_('Send If-Match with the version that you have read, in quotes, such as "7".')


class Outdated(PreconditionFailed):
    """The version that was named is not the current one, which is `current`."""

    def __init__(self, current: str) -> None:
        super().__init__(_(OUTDATED))
        self.current = current


def require_match(current: int | str) -> None:
    """Raises unless `If-Match` is there and names the current version."""
    if "If-Match" not in request.headers:
        raise PreconditionRequired(_(MISSING))
    check_match(current)


def check_match(current: int | str) -> None:
    """Raises where `If-Match` is there and names another version than the current one."""
    if "If-Match" not in request.headers:
        return
    tags = request.if_match
    if tags.star_tag or tags.contains(str(current)):
        return
    if not tags.as_set(include_weak=False) and tags.as_set(include_weak=True):
        raise PreconditionFailed(_(WEAK))
    raise Outdated(str(current))


def client_key(account_id: int) -> str:
    """The key under which the newsroom knows this request; empty where the program sent none.

    It is the account's own: another one may use the same words.
    """
    given = request.headers.get("Idempotency-Key", "").strip()
    if not given:
        return ""
    if not _KEY.fullmatch(given):
        raise BadRequest(_("Give an Idempotency-Key of at most 255 plain characters, such as a UUID."))
    return "api-" + hashlib.sha256(f"{account_id} {given.strip(chr(34))}".encode()).hexdigest()[:48]


def digest(slug: str, body: Mapping[str, Any]) -> str:
    """The fingerprint of a request: two that ask for the same have the same. A name to be checked leaves no trace."""
    kept = {name: value for name, value in body.items() if name != "unnamed"}
    return hashlib.sha256(json.dumps([slug, kept], sort_keys=True).encode()).hexdigest()
