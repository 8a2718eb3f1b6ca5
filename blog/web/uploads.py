"""Receives the file of an upload without holding up anybody: piece by piece, and with few others at a time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from threading import BoundedSemaphore
from time import sleep
from typing import IO

from flask import request
from werkzeug.datastructures import FileStorage

from blog.extensions import db
from blog.media.formats import FILE_BYTES
from blog.newsroom.errors import Invalid
from blog.newsroom.media import FULL, NotKept
from blog.translation import _
from blog.work_queue import POLL_SECONDS

# The file, and the fields and boundaries around it.
UPLOAD_BYTES = FILE_BYTES + 1024 * 1024
# The fields beside the file, and the pieces in which the parser reads it: it counts both.
FIELD_BYTES = 256 * 1024
# So many files are in memory at once; others wait on the disk.
AT_ONCE = 4

_places = BoundedSemaphore(AT_ONCE)


@contextmanager
def received(check: Callable[[], None] = lambda: None) -> Iterator[FileStorage]:
    """The file of this request, in a place of its own until the block ends.

    `check` is called when the form has been read. Raises RequestEntityTooLarge, and Invalid where there is no file.
    """
    request.max_content_length, request.max_form_memory_size = UPLOAD_BYTES, FIELD_BYTES
    db.session.rollback()  # a slow upload holds no connection
    request.environ["wsgi.input"] = io.BufferedReader(_Polite(request.environ["wsgi.input"]))
    try:
        upload = request.files.get("file")
    except OSError as error:  # what arrives lies on the disk until it has arrived
        raise NotKept(_(FULL)) from error
    check()
    if upload is None:
        raise Invalid(file=_("Choose a picture or a document first."))
    with closing(upload), _places:
        yield upload


class _Polite(io.RawIOBase):
    """A body that lets everyone else run after each piece: one that is all there would be read in one go."""

    def __init__(self, body: IO[bytes]) -> None:
        self._body = body

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._body.read(len(buffer))
        buffer[: len(data)] = data
        sleep(POLL_SECONDS)
        return len(data)
