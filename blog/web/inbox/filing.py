"""Decides what becomes of one mail, and does it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from enum import Enum, auto

from blog import newsroom
from blog.extensions import db
from blog.inbox import letters
from blog.inbox.letters import Letter, Unreadable
from blog.inbox.mailbox import MESSAGE_BYTES, Waiting
from blog.inbox.server import InboxServer
from blog.models import Door, Refusal, Reporter
from blog.newsroom import origin
from blog.newsroom.inbox_drafts import Mail
from blog.newsroom.origin import Origin
from blog.newsroom.transaction import current_time
from blog.queries import inbox

# Who has learnt a private address cannot fill a desk.
MAILS_AN_HOUR = 60


class Outcome(Enum):
    """What became of a mail. A mail that is `KNOWN` was received before."""

    FILED = auto()
    KNOWN = auto()
    REFUSED = auto()
    TOO_MANY = auto()
    UNKNOWN_ADDRESS = auto()

    @property
    def is_done(self) -> bool:
        """Whether nobody needs to look at the mail again."""
        return self in (Outcome.FILED, Outcome.KNOWN)


def file(server: InboxServer, waiting: Waiting, fetch: Callable[[], bytes]) -> Outcome:
    """Makes a draft of a mail, if its address is somebody's. `fetch` gets the whole mail, which only then is read.

    Raises what the newsroom raises; nothing is done then, and the mail can be filed again.
    """
    account = inbox.owner_of(waiting.secrets)
    if account is None:
        return Outcome.UNKNOWN_ADDRESS
    if inbox.received_since(account.id, current_time() - timedelta(hours=1)) >= MAILS_AN_HOUR:
        return Outcome.TOO_MANY
    with origin.acting(Origin(Door.MAIL, account.id, account.name)):
        return _file_for(account, server, waiting, fetch)


def _file_for(account: Reporter, server: InboxServer, waiting: Waiting, fetch: Callable[[], bytes]) -> Outcome:
    if waiting.message_id and inbox.is_known(_digest(account, waiting.message_id)):
        return Outcome.KNOWN
    if waiting.size > MESSAGE_BYTES:
        return _refuse(account, _digest(account, waiting.message_id or waiting.uid), Refusal.LARGE)
    account_id = account.id
    db.session.rollback()  # no connection is held while the mail arrives and is read
    message = fetch()
    digest = _digest(account, waiting.message_id or hashlib.sha256(message).hexdigest())
    if inbox.is_known(digest):
        return Outcome.KNOWN
    db.session.rollback()
    try:
        letter = letters.read(message)
    except Unreadable:
        return _refuse(account, digest, Refusal.UNREADABLE)
    chosen = inbox.visit_for(account, letter.subject)
    if isinstance(chosen, Refusal):
        return _refuse(account, digest, chosen)
    mail = Mail(digest, _without_secrets(server, chosen.subject), _cleaned(server, letter))
    made = newsroom.inbox_drafts.file(chosen.visit_id, account_id, mail, dateline=chosen.dateline)
    if made is None and not inbox.is_known(digest):
        return _refuse(account, digest, Refusal.EMPTY)
    return Outcome.FILED if made else Outcome.KNOWN


def _refuse(account: Reporter, digest: str, refusal: Refusal) -> Outcome:
    newsroom.inbox_drafts.refuse(account.id, digest, refusal)
    return Outcome.REFUSED


def _digest(account: Reporter, identity: str) -> str:
    return hashlib.sha256(f"{account.id}\n{identity}".encode("utf-8", "replace")).hexdigest()


def _cleaned(server: InboxServer, letter: Letter) -> Letter:
    return Letter(letter.sender, letter.subject, _without_secrets(server, letter.text), letter.attachments)


def _without_secrets(server: InboxServer, text: str) -> str:
    """Private addresses, which forwarded mails often name, must not reach readers."""
    for secret in server.secrets_in(text):
        text = re.sub(re.escape(server.private_address(secret)), server.address, text, flags=re.IGNORECASE)
    return text
