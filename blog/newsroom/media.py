"""Adds, describes and removes pictures and documents. A file is kept before its row, and deleted after it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from blog.extensions import db
from blog.media import apart, names
from blog.media.apart import Opened
from blog.media.errors import Unavailable
from blog.media.reasons import Unreadable
from blog.media.store import Store, current_store
from blog.models import MediaFile, MediaKind, Visit
from blog.models.limits import ALT_CHARACTERS, CAPTION_CHARACTERS, NAME_CHARACTERS
from blog.models.media_file import ORIGINAL, folder_of, media_id
from blog.newsroom import media_fields, transaction
from blog.newsroom.errors import CommitUnknown, Invalid, NotFound, Refused
from blog.newsroom.transaction import Transaction, verb
from blog.permissions import ActorId, may_write
from blog.text.cleaning import one_line
from blog.text.excerpt import shortened
from blog.translation import _
from blog.work_queue import run_in_threadpool

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
    checked = _check_member(visit_id, by_id, fields or {})
    db.session.rollback()  # no connection is held while the file is opened
    opened = _open(data)
    store, public_id = current_store(), media_id()
    keys = {folder_of(public_id, "") + each: made for each, made in {ORIGINAL: data, **opened.made}.items()}
    digest = run_in_threadpool(_sha256, data)
    _keep(store, keys)
    columns = _columns(opened, name) | checked | {"public_id": public_id, "sha256": digest, "size": len(data)}
    for field in _SAID:
        columns[field] = checked.get(field) or columns[field]
    try:
        return _record(visit_id, by_id, columns)
    except CommitUnknown:  # if the row is not there, `remove_unused` finds the files
        raise
    except BaseException:
        run_in_threadpool(store.delete, list(keys))
        raise


def _check_member(visit_id: int, by_id: ActorId, fields: Mapping[str, str]) -> dict[str, Any]:
    visit = db.session.get(Visit, visit_id)
    if visit is None:
        raise NotFound(_("There is no such visit."))
    transaction.require(transaction.actor(db.session(), by_id), may_write, visit)
    return media_fields.check(visit, fields)


def _open(data: bytes, crop: str = "") -> Opened:
    try:
        return apart.open_file(data, crop)
    except Unreadable as error:
        raise Invalid(file=error.sentence) from error


def _keep(store: Store, files: Mapping[str, bytes]) -> None:
    try:
        for key, data in files.items():
            run_in_threadpool(store.put, key, data)
    except Unavailable as error:
        _delete_quietly(store, files)
        if error.is_full:
            sentence = _("There is no space left for files. Tell the person who runs this site, then add it again.")
        else:
            sentence = _("Files cannot be kept at the moment. Add it again in a minute.")
        raise NotKept(sentence) from error


def _delete_quietly(store: Store, keys: Iterable[str]) -> None:
    try:
        run_in_threadpool(store.delete, list(keys))
    except Unavailable:
        return  # `remove_unused` finds them


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
        **{field: shortened(one_line(getattr(opened, field)), most) for field, most in _SAID.items()},
    }


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@verb()
def _record(tx: Transaction, columns: Mapping[str, Any]) -> MediaFile:
    file = MediaFile(visit_id=tx.visit.id, uploaded_by_id=tx.by_id, uploaded_at=tx.at, **columns)
    tx.session.add(file)
    tx.without_event = True
    return file
