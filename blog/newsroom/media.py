"""Adds, describes and removes pictures and documents. A file is kept before its row, and deleted after it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blog.extensions import db
from blog.media import apart, names
from blog.media.apart import Opened
from blog.media.errors import Missing, Unavailable
from blog.media.reasons import Unreadable
from blog.media.store import Store, current_store
from blog.models import MediaFile, MediaKind, Update, Visit
from blog.models.limits import ALT_CHARACTERS, CAPTION_CHARACTERS, NAME_CHARACTERS
from blog.models.media_file import ORIGINAL, folder_of, media_id
from blog.newsroom import acting, attachments, media_choice, media_fields, unnamed
from blog.newsroom.errors import CommitUnknown, Conflict, Invalid, NotFound, Refused
from blog.newsroom.search_index import reindex
from blog.newsroom.transaction import Transaction, verb
from blog.newsroom.unused_media import UNFINISHED, delete_old_sizes
from blog.permissions import ActorId, may_reword, may_set_up, may_write
from blog.text.cleaning import one_line
from blog.text.excerpt import shortened
from blog.translation import N_, _
from blog.work_queue import run_in_threadpool

GONE = N_("This picture or document is no longer there. Add it again.")
FULL = N_("There is no space left for files. Tell the person who runs this site, then add it again.")
NO_ALT = N_("Describe the portrait for readers who cannot see it.")
AWAY = N_("Files cannot be kept at the moment. Add it again in a minute.")
# What a picture may say of itself, and at what length.
_SAID = {"alt": ALT_CHARACTERS, "caption": CAPTION_CHARACTERS, "credit": NAME_CHARACTERS}


class NotKept(Refused):
    """The store takes no files at the moment."""


def add_file(
    visit_id: int, by_id: ActorId, data: bytes, name: str, fields: Mapping[str, str] | None = None
) -> MediaFile:
    """Adds a file to a visit, for updates to show; `fields` are those of `media_fields.check`, as typed.

    What a picture says of itself fills fields that are empty. Its sizes are there when this returns. Raises Invalid
    with a sentence for `file` when it cannot be taken.
    """
    checked = media_fields.check(_member_visit(visit_id, by_id), fields or {})
    db.session.rollback()  # no connection is held while the file is opened
    opened = _open(data)
    store, public_id = current_store(), media_id()
    keys = {folder_of(public_id, "") + each: made for each, made in {ORIGINAL: data, **opened.made}.items()}
    digest = run_in_threadpool(_sha256, data)
    mark = f"{UNFINISHED}{public_id}"
    _keep(store, {mark: b""} | keys)
    columns = _columns(opened, name) | checked | {"public_id": public_id, "sha256": digest, "size": len(data)}
    for field in _SAID:
        columns[field] = checked.get(field) or columns[field]
    try:
        file = _record(visit_id, by_id, columns)
    except CommitUnknown:  # if the row is not there, `unused_media` finds the files by their mark
        raise
    except BaseException:
        _delete_quietly(store, [*keys, mark])
        raise
    _delete_quietly(store, [mark])
    return file


def describe_file(
    visit_id: int, by_id: ActorId, public_id: str, fields: Mapping[str, str], *, version: int | None = None
) -> MediaFile:
    """Changes what is said of a file, and which part of a picture is shown. Readers who see it are told.

    `fields` are those of `media_fields.check`, as typed; a field that is not there stays. `version` is the one that
    they were written over. The sizes of another crop are made before it is shown. Raises Invalid and Conflict.
    """
    visit = _member_visit(visit_id, by_id)
    file = _find(db.session(), visit_id, public_id)
    columns = media_fields.check(visit, fields, file)
    loaded, crop = file.version if version is None else version, file.crop
    db.session.rollback()
    if columns.get("crop", crop) == crop:
        return _describe(visit_id, by_id, public_id, columns, loaded)
    begun, store = datetime.now(UTC), current_store()
    # If this process dies, or the crop is refused, the mark tells `unused_media` of sizes that no row names.
    _keep(store, {f"{UNFINISHED}{public_id}": b""})
    columns |= _made_for(public_id, columns["crop"])
    described = _describe(visit_id, by_id, public_id, columns, loaded)
    with suppress(Unavailable):
        delete_old_sizes(store, public_id, before=begun)  # what somebody else makes at this moment is newer
    return described


def _made_for(public_id: str, crop: str) -> dict[str, Any]:
    """Makes the sizes of a crop, under keys of their own; returns the columns that change with it."""
    store = current_store()
    try:
        data = run_in_threadpool(store.get, f"{public_id}/{ORIGINAL}")
    except Missing as error:
        raise NotFound(_(GONE)) from error
    except Unavailable as error:
        raise NotKept(_(AWAY)) from error
    opened = _open(data, crop)
    _keep(store, {folder_of(public_id, crop) + name: made for name, made in opened.made.items()})
    columns = _columns(opened, "")
    return {name: columns[name] for name in ("widths", "colour", "jpeg_size")}


@verb()
def _describe(tx: Transaction, public_id: str, columns: Mapping[str, Any], loaded: int) -> MediaFile:
    file = _find(tx.session, tx.visit.id, public_id)
    shown_by = tx.session.scalars(attachments.public_updates(file)).all()
    for update in shown_by:
        tx.require(may_reword, update)
    if is_portrait := tx.session.scalars(attachments.portrayed(file)).first() is not None:
        tx.require(may_set_up, tx.visit)
    if file.version != loaded:
        raise Conflict(file.version)
    tx.without_event = True  # perhaps no reader sees it
    if all(getattr(file, name) == value for name, value in columns.items()):
        return file
    checked = select(Update).where(attachments.having(file), Update.state.in_(unnamed.CHECKED))
    unnamed.check_described(tx.session, file, tx.session.scalars(checked), columns)
    for name, value in columns.items():
        setattr(file, name, value)
    file.version += 1
    tx.concern(public_id)
    if file.rights_until is None or file.rights_until > tx.at:
        file.rights_ended_at = None
    if is_portrait and not file.alt:
        raise Invalid(alt=_(NO_ALT))
    reindex(tx.session, attachments.having(file))
    _tell_readers(tx, file)
    return file


def _tell_readers(tx: Transaction, file: MediaFile) -> None:
    """Tells open pages of a change to a file that they show, which has to stay described."""
    if not attachments.is_shown(tx.session, file):
        return
    errors: dict[str, str] = {}
    media_choice.check_described([file], errors)
    if errors:
        raise Invalid(alt=errors["media"])
    attachments.tell_readers(tx, file)


def _find(session: Session, visit_id: int, public_id: str) -> MediaFile:
    wanted = select(MediaFile).where(MediaFile.visit_id == visit_id, MediaFile.public_id == public_id)
    file = session.scalar(wanted.where(MediaFile.erased_at.is_(None)))
    if file is None:
        raise NotFound(_(GONE))
    return file


def _member_visit(visit_id: int, by_id: ActorId) -> Visit:
    visit = db.session.get(Visit, visit_id)
    if visit is None:
        raise NotFound(_("There is no such visit."))
    acting.require(acting.actor(db.session(), by_id), may_write, visit)
    return visit


def _open(data: bytes, crop: str = "") -> Opened:
    try:
        return apart.open_file(data, crop)
    except Unreadable as error:
        raise Invalid(file=error.sentence) from error
    except OSError as error:  # the disk has no space for the file
        raise NotKept(_(FULL)) from error


def _keep(store: Store, files: Mapping[str, bytes]) -> None:
    try:
        for key, data in files.items():
            run_in_threadpool(store.put, key, data)
    except Unavailable as error:
        _delete_quietly(store, files)
        raise NotKept(_(FULL if error.is_full else AWAY)) from error


def _delete_quietly(store: Store, keys: Iterable[str]) -> None:
    try:
        run_in_threadpool(store.delete, list(keys))
    except Unavailable:
        return  # `unused_media` finds them by their mark


def _columns(opened: Opened, name: str) -> dict[str, Any]:
    kind = MediaKind.PICTURE if opened.is_picture else MediaKind.DOCUMENT
    widths = sorted({int(each.partition(".")[0]) for each in opened.made}) if opened.is_picture else []
    return {
        "kind": kind,
        "name": names.clean(name, opened.media_type, kind.value),
        "media_type": opened.media_type,
        "width": opened.width,
        "height": opened.height,
        "colour": opened.colour,
        "widths": " ".join(map(str, widths)),
        "jpeg_size": len(opened.made[f"{widths[-1]}.jpg"]) if widths else None,
        **{field: shortened(one_line(getattr(opened, field)), most) for field, most in _SAID.items()},
    }


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@verb()
def _record(tx: Transaction, columns: Mapping[str, Any]) -> MediaFile:
    file = MediaFile(visit_id=tx.visit.id, uploaded_by_id=tx.by_id, uploaded_at=tx.at, **columns)
    tx.session.add(file)
    tx.without_event = True
    tx.concern(file.public_id)
    return file
