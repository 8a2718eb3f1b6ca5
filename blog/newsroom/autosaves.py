"""Saves texts while they are written, for their account alone: no event, no number, nothing that a colleague sees.

An autosave ends in the transaction that sends its text. Its row then keeps the key without the text, so that a request
that was late, or another device, cannot bring it back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, undefer

from blog.extensions import db
from blog.models import Autosave, Ended, Visit
from blog.models.autosave import CLIENT_KEY_CHARACTERS, EXCERPT_CHARACTERS, WRITER_CHARACTERS, Fields, content_of
from blog.models.limits import BODY_CHARACTERS, HEADLINE_CHARACTERS
from blog.models.session import DEVICE_CHARACTERS
from blog.newsroom import acting, commits, transaction
from blog.newsroom.errors import AutosaveConflict, AutosaveEnded, Invalid, NotFound
from blog.newsroom.transaction import Transaction
from blog.newsroom.wording import check_length
from blog.permissions import may_write
from blog.text.cleaning import clean, one_line
from blog.text.excerpt import excerpt, shortened
from blog.text.markdown import render
from blog.translation import _

# A device tries again soon; readers' pages and posts should not wait behind it.
WAIT_SECONDS = 2.0
RETENTION = timedelta(days=30)
# How many unsent texts of an account in a visit are kept; the oldest goes first.
MOST_KEPT = 48
# The key of a text that changes an update: its public id, and what tells two such texts apart.
_CHANGE = re.compile(r"edit-([a-z0-9]{1,16})(?:-.*)?")


def save(
    visit_id: int, by_id: int, client_key: str, fields: Fields, *, version: int, device: str = "", writer: str = ""
) -> int:
    """Saves the fields of a form over `version` (0 for the first time), and returns the new version.

    A tab, `writer`, may also save over what it sent before and never got an answer to. Raises AutosaveConflict when
    another device has saved other words over that version, and AutosaveEnded when the text was sent or discarded.
    """
    row = _checked(client_key, fields) | {"device": device[:DEVICE_CHARACTERS], "writer": writer[:WRITER_CHARACTERS]}
    _require_member(visit_id, by_id)
    row |= {"visit_id": visit_id, "reporter_id": by_id, "version": version + 1, "ended": Ended.NO}
    row["saved_at"] = transaction.current_time()
    with commits.write_session(at_most=WAIT_SECONDS) as session:
        saved = session.scalar(_upsert(session, row, version))
        if saved is None:
            return _version_of_same(session, row)
        if version == 0:
            _prune(session, visit_id, by_id)
        return int(saved)


def discard(visit_id: int, by_id: int, client_key: str) -> None:
    """Deletes a text. Its other devices are told when they save it the next time."""
    _require_member(visit_id, by_id)
    with commits.write_session() as session:
        _end(session, visit_id, by_id, client_key, Ended.DISCARDED)


def end(tx: Transaction, client_key: str) -> None:
    """Ends the autosave of a text that this transaction sends."""
    if tx.by_id and client_key:
        # A text that was confirmed as a new update is sent with a key that ends in another "+".
        _end(tx.session, tx.visit.id, tx.by_id, client_key.rstrip("+"), Ended.SENT)
        tx.without_event = True  # the end is kept even if the text changes nothing


def erase_about(tx: Transaction, public_id: str) -> None:
    """Deletes every account's unsent changes of an update that is purged: they repeat its words."""
    tx.session.execute(delete(Autosave).where(Autosave.visit_id == tx.visit.id, Autosave.about == public_id))


def _checked(client_key: str, fields: Fields) -> dict[str, Any]:
    """The columns that the form fills. The limits are the form's. Raises Invalid."""
    texts, errors = dict(fields), dict[str, str]()
    headline, body = one_line(texts.get("headline", "")), clean(texts.get("body", ""))
    check_length(errors, "headline", _("The headline"), headline, HEADLINE_CHARACTERS)
    check_length(errors, "body", _("The text"), body, BODY_CHARACTERS)
    if len(client_key) > CLIENT_KEY_CHARACTERS:
        errors["client_key"] = _("The client key is too long (maximum %(maximum)s).", maximum=CLIENT_KEY_CHARACTERS)
    if errors:
        raise Invalid(**errors)
    change = _CHANGE.fullmatch(client_key)
    return {
        "client_key": client_key,
        "about": change[1] if change else "",
        "excerpt": shortened(headline or _plain(body), EXCERPT_CHARACTERS),
        "content": content_of(fields),
    }


def _plain(body: str) -> str:
    """The beginning of a text without its Markdown; a mark that the cut leaves open shows as it was typed."""
    begun = body[: EXCERPT_CHARACTERS * 4]
    return excerpt(render(begun), EXCERPT_CHARACTERS) or begun


def _require_member(visit_id: int, by_id: int) -> None:
    """Checks the permission before the write lock is taken; a request has both rows loaded already."""
    visit = db.session.get(Visit, visit_id)
    if visit is None:
        raise NotFound(_("There is no such visit."))
    acting.require(acting.actor(db.session(), by_id), may_write, visit)


def _insert(session: Session, row: Mapping[str, Any]) -> Any:
    """An insert that can also say what to do about a row that exists, which both databases write alike."""
    dialect = session.get_bind().dialect.name
    return (sqlite if dialect == "sqlite" else postgresql).insert(Autosave).values(dict(row))


def _upsert(session: Session, row: Mapping[str, Any], version: int) -> Any:
    is_current = Autosave.version == version
    if row["writer"]:
        is_current = or_(is_current, Autosave.writer == row["writer"])
    insert = _insert(session, row)
    replaced = {name: insert.excluded[name] for name in ("device", "writer", "excerpt", "content", "saved_at")}
    return insert.on_conflict_do_update(
        index_elements=_IDENTITY,
        set_=replaced | {"version": Autosave.version + 1},
        # The same words again are no new version, which other devices would have to compare with theirs.
        where=(Autosave.ended == Ended.NO) & is_current & (Autosave.content != insert.excluded.content),
    ).returning(Autosave.version)


_IDENTITY = ["reporter_id", "visit_id", "client_key"]


def _version_of_same(session: Session, row: Mapping[str, Any]) -> int:
    """The version of the row that was not replaced, if it has the same words."""
    same = (getattr(Autosave, name) == row[name] for name in _IDENTITY)
    found = session.scalars(select(Autosave).where(*same).options(undefer(Autosave.content))).one()
    if found.ended:
        raise AutosaveEnded(found.ended)
    if found.content != row["content"]:
        raise AutosaveConflict(found)
    return found.version


def _end(session: Session, visit_id: int, by_id: int, client_key: str, how: Ended) -> None:
    row = {"visit_id": visit_id, "reporter_id": by_id, "client_key": client_key[:CLIENT_KEY_CHARACTERS], "version": 1}
    emptied: dict[str, Any] = {"writer": "", "device": "", "excerpt": "", "content": "", "ended": how}
    emptied["saved_at"] = transaction.current_time()
    insert = _insert(session, row | emptied | {"about": ""})
    session.execute(
        insert.on_conflict_do_update(
            index_elements=_IDENTITY,
            set_=emptied | {"version": Autosave.version + 1},
            where=Autosave.ended == Ended.NO,
        )
    )


def _prune(session: Session, visit_id: int, by_id: int) -> None:
    """Deletes what is too old, and the account's oldest texts in this visit where there are too many."""
    own = select(Autosave.id).where(
        Autosave.visit_id == visit_id, Autosave.reporter_id == by_id, Autosave.ended == Ended.NO
    )
    surplus = own.order_by(Autosave.saved_at.desc(), Autosave.id.desc()).offset(MOST_KEPT)
    outdated = Autosave.saved_at < transaction.current_time() - RETENTION
    session.execute(
        delete(Autosave).where(or_(outdated, Autosave.id.in_(surplus))).execution_options(synchronize_session=False)
    )
