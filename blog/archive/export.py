"""Exports a visit as a static site: crawls its pages, rendered by the same views and templates as for readers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from blog.archive import consistency, document, reading
from blog.archive.context import KEY, Archived
from blog.archive.folder import SUMS, Folder
from blog.archive.layout import INDEX, STATIC, ArchivedFile, Layout
from blog.archive.links import Links, stylesheet_files
from blog.models import Visit
from blog.newsroom.errors import Refused
from blog.queries import archive, engagements, visits
from blog.steps import Steps, untold
from blog.text import clock
from blog.translation import _

DOCUMENT, READ_ME = "visit.json", "README.txt"
# Every visit has these pages, whether or not others link to them.
_ALWAYS = ("", "/itinerary", "/people", "/readouts", "/corrections")


@dataclass
class Archive:
    """An archive being written. All of it is rendered in one app context, and so in one database transaction, which
    does not see later changes."""

    app: Flask
    visit: Visit
    folder: Folder
    steps: Steps = untold

    def __post_init__(self) -> None:
        self._public_url = self.app.config["PUBLIC_URL"]
        self._layout = Layout(self.visit.slug, archive.pages(self.visit))
        self._links = Links(self._layout, self._public_url)
        self._archived = Archived(self.visit, archive.newest_event(self.visit.id).at)

    def write(self) -> None:
        """Writes every file into the folder."""
        waiting = deque(self._start_files())
        known = {file.path for file in waiting}
        while waiting:
            for file in self._written(waiting.popleft()):
                if file.path not in known:
                    known.add(file.path)
                    waiting.append(file)
            self.steps(of=len(known))
        self.folder.stream(DOCUMENT, self._document())
        self.folder.put(READ_ME, self._read_me())
        self._check()

    def _check(self) -> None:
        """Reads the document back as an import would."""
        path = self.folder.path(DOCUMENT)
        try:
            consistency.check(reading.read(path))
        except Refused as error:
            wrong = str(error).removeprefix(f"{path}: ")
            raise Refused(
                _(
                    "%(slug)s cannot be exported, because it could not be imported again: %(wrong)s",
                    slug=self.visit.slug,
                    wrong=wrong,
                )
            ) from error

    def _start_files(self) -> Iterator[ArchivedFile]:
        """The files that the crawl starts from, and those that no page need link to, such as feeds."""
        for rule in self.app.url_map.iter_rules():
            name = rule.rule.rpartition("/")[-1]
            if rule.rule == f"/live/<slug>/{name}" and "." in name and "GET" in (rule.methods or ()):
                yield from self._at(f"/{name}")
        for below in _ALWAYS:
            yield from self._at(below)

    def _at(self, below: str) -> Iterator[ArchivedFile]:
        file = self._layout.of(self._layout.visit + below)
        if file:
            yield file

    def _written(self, file: ArchivedFile) -> Iterable[ArchivedFile]:
        """Writes one file and returns the files it links to."""
        if file.path.startswith(STATIC):
            return self._static_file(file)
        answer = self._response(file.address)
        if answer.mimetype == "text/html":
            body, found = self._links.rewritten(answer.get_data(as_text=True), file.path)
        else:
            body, found = answer.get_data(), []
        self.folder.put(file.path, body)
        return found

    def _static_file(self, file: ArchivedFile) -> Iterable[ArchivedFile]:
        """Writes a file of `static/`, which refers to others by their plain names."""
        body: bytes = self.app.extensions["static_files"].plain[file.path.removeprefix(STATIC)]
        self.folder.put(file.path, body)
        return stylesheet_files(body.decode(), file.path, self._layout) if file.path.endswith(".css") else []

    def _response(self, address: str) -> Response:
        """The response of the view at an address, without the middleware and hooks of requests from readers."""
        told: dict[str, Any] = {KEY: self._archived}
        with self.app.test_request_context(address, base_url=self._public_url, environ_overrides=told):
            try:
                answer = self.app.make_response(self.app.dispatch_request())
            except HTTPException as error:
                raise Refused(
                    _("%(address)s cannot be archived: %(description)s", address=address, description=error.description)
                ) from error
        if answer.status_code != 200:
            raise Refused(
                _("%(address)s cannot be archived: it answers with %(status)s.", address=address, status=answer.status)
            )
        return answer

    def _document(self) -> Iterator[bytes]:
        visit = self.visit
        address, banner = self._public_url + self._layout.visit, visits.banner_of(visit.id)
        updates, events = archive.updates(visit.id), archive.events(visit.id)
        planned = engagements.of_visit(visit.id)
        return document.parts(visit, address, banner, planned, updates, events, self._media())

    def _media(self) -> dict[str, tuple[str, int]]:
        """The checksum and the size of each picture and document in the folder, by path."""
        found = {path: digest for path, digest in self.folder.files.items() if path.startswith("media/")}
        return {path: (digest, self.folder.path(path).stat().st_size) for path, digest in found.items()}

    def _read_me(self) -> bytes:
        return _READ_ME.format(
            title=self.visit.title,
            address=self._public_url + self._layout.visit,
            at=clock.iso(self._archived.at),
            index=INDEX,
            document=DOCUMENT,
            sums=SUMS,
        ).encode()


_READ_ME = """{title}

An archived copy of {address}
as it stood on {at}.

{index} is the first page. It opens from this folder, and from any web server
that is given the folder as it is, under any address.

{document} has all of it for machines. Dateline reads it back:
    flask visit import {document}

{sums} has the digest of every other file. To see whether one was changed:
    sha256sum -c --quiet {sums}
"""
