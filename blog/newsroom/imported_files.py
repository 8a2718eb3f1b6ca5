"""Takes over the pictures and documents of an archive: first their bytes, so that no row is without them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from blog.media.errors import Unavailable
from blog.media.store import current_store
from blog.models import MediaFile, MediaKind, Speaker, UpdateMedia
from blog.models.media_file import ORIGINAL
from blog.newsroom.errors import Refused
from blog.newsroom.unused_media import UNFINISHED
from blog.steps import Steps
from blog.translation import _
from blog.work_queue import run_in_threadpool

Entry = Mapping[str, Any]
_PATH = re.compile(r"media/([0-9a-f]{32})/((?:\d+)\.(?:webp|jpg)|document(?:\.[a-z0-9]{1,8})?)")


class ImportedFiles:
    """The files of an archive's updates and speakers, in the folder of its visit.json."""

    def __init__(self, document: Entry, folder: Path | None) -> None:
        self._updates = [entry for entry in document["updates"] if entry.get("media_kept")]
        self._folder = folder
        speakers = [speaker for side in document["delegations"] for speaker in side["speakers"]]
        self._portraits = {each["key"]: each["portrait_kept"] for each in speakers if each.get("portrait_kept")}
        shown = [*self._portraits.values(), *(file for entry in self._updates for file in entry["media_kept"])]
        self._files = {file["public_id"]: file for file in shown}

    def refuse_existing(self, session: Session) -> None:
        """Raises Refused if one of them is here already."""
        known = session.scalar(select(MediaFile.public_id).where(MediaFile.public_id.in_(self._files)).limit(1))
        if known:
            raise Refused(_("The file %(id)s is already here. A visit can be imported only once.", id=known))

    @contextmanager
    def stored(self, steps: Steps) -> Iterator[None]:
        """Puts the bytes of every file into the store. The block inserts the rows.

        If it fails, `unused_media` finds the files by their marks. Nothing is deleted at once: another import of the
        same archive may have put the same files there, and may be about to commit their rows.

        Raises Refused if one is missing, or not what it was.
        """
        store, marks = current_store(), [f"{UNFINISHED}{public_id}" for public_id in self._files]
        for mark in marks:
            run_in_threadpool(store.put, mark, b"")
        for file in self._files.values():
            for name, data in self._bytes_of(file):
                run_in_threadpool(store.put, f"{file['public_id']}/{name}", data)
            steps()
        yield
        with suppress(Unavailable):  # a mark that stays is looked at once more
            run_in_threadpool(store.delete, marks)

    def __len__(self) -> int:
        return len(self._files)

    def write(self, session: Session, visit_id: int, ids: Mapping[str, int], at: datetime) -> None:
        """Inserts the rows; `ids` has the id of each update by its public id."""
        if not self._files:
            return
        made = insert(MediaFile).returning(MediaFile.public_id, MediaFile.id)
        rows = [_row(file, visit_id, at) for file in self._files.values()]
        known = {row.public_id: row.id for row in session.execute(made, rows)}
        shown = [
            {"update_id": ids[entry["public_id"]], "media_id": known[file["public_id"]], "position": position}
            for entry in self._updates
            for position, file in enumerate(entry["media_kept"])
        ]
        if shown:
            session.execute(insert(UpdateMedia), shown)
        for key, portrait in self._portraits.items():
            of_visit = update(Speaker).where(Speaker.visit_id == visit_id, Speaker.key == key)
            session.execute(of_visit.values(portrait_id=known[portrait["public_id"]]))

    def _bytes_of(self, file: Entry) -> Iterator[tuple[str, bytes]]:
        widest = _widest(file)
        for entry in file["files"]:
            found = _PATH.fullmatch(entry["path"])
            if found is None or found[1] != file["public_id"]:
                raise Refused(_("%(path)s is no place for a picture or document.", path=entry["path"]))
            data = self._read(entry)
            if file["kind"] is MediaKind.PICTURE:
                yield found[2], data
            if entry is widest:
                yield ORIGINAL, data

    def _read(self, entry: Entry) -> bytes:
        try:
            data: bytes = ((self._folder or Path()) / entry["path"]).read_bytes()
        except OSError as error:
            sentence = _("%(path)s is missing. Import from the whole folder of the archive.", path=entry["path"])
            raise Refused(sentence) from error
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            raise Refused(_("%(path)s is not the file that was archived: its checksum differs.", path=entry["path"]))
        return data


def said_of(file: Entry) -> tuple[str, ...]:
    """What readers see of a file in words."""
    return MediaFile(**_columns(file)).said


def _columns(file: Entry) -> dict[str, Any]:
    return {name: value for name, value in file.items() if name in MediaFile.__table__.columns}


def _widest(file: Entry) -> Entry:
    """What stands for the file as it was uploaded: an archive has only what was served."""
    entries: Sequence[Entry] = [one for one in file["files"] if not one["path"].endswith(".webp")]
    if not entries:
        raise Refused(_("The archive has no file of %(name)s.", name=file["name"]))
    return max(entries, key=lambda one: _width(one) or 0)


def _width(entry: Entry) -> int | None:
    stem = entry["path"].rpartition("/")[2].partition(".")[0]
    return int(stem) if stem.isdigit() else None


def _row(file: Entry, visit_id: int, at: datetime) -> dict[str, Any]:
    """A picture of the size that was served: its crop was applied."""
    columns, widest = _columns(file), _widest(file)
    widths = sorted({width for one in file["files"] if (width := _width(one))})
    columns |= {"visit_id": visit_id, "sha256": widest["sha256"], "size": widest["size"]}
    columns |= {"widths": " ".join(map(str, widths)) if file["kind"] is MediaKind.PICTURE else ""}
    if file["kind"] is MediaKind.PICTURE:
        columns |= {"media_type": "image/jpeg"}
    columns |= {"jpeg_size": widest["size"] if widths else None}
    return columns | {"uploaded_at": at, "first_public_at": at}
