"""The archive of a visit as a site: every page that one can get to, by the same views and templates as readers have."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from blog.archive import consistency, document, reading
from blog.archive.addresses import INDEX, STATIC, Place, Places
from blog.archive.folder import SUMS, Folder
from blog.archive.links import Links, loaded_by
from blog.archive.mark import KEY, Archived
from blog.models import Visit
from blog.newsroom.errors import Refused
from blog.queries import archive, visits
from blog.text import clock
from blog.translation import _

DOCUMENT, READ_ME = "visit.json", "README.txt"
# What no page has to lead to, and every visit has.
_ALWAYS = ("", "/itinerary", "/people", "/readouts", "/corrections")


@dataclass
class Archive:
    """One archive in the making. All of it has to be asked for in one app context, and so in one transaction: what
    changes meanwhile is not in it."""

    app: Flask
    visit: Visit
    folder: Folder

    def __post_init__(self) -> None:
        self._public_url = self.app.config["PUBLIC_URL"]
        self._places = Places(self.visit.slug, archive.pages(self.visit))
        self._links = Links(self._places, self._public_url)
        self._archived = Archived(self.visit, archive.newest_event(self.visit.id).at)

    def write(self) -> None:
        """Writes every file into the folder."""
        waiting = deque(self._beginnings())
        known = {place.file for place in waiting}
        while waiting:
            for place in self._written(waiting.popleft()):
                if place.file not in known:
                    known.add(place.file)
                    waiting.append(place)
        self.folder.stream(DOCUMENT, self._document())
        self.folder.put(READ_ME, self._read_me())
        self._prove()

    def _prove(self) -> None:
        """Reads the document back as an import will."""
        path = self.folder.path(DOCUMENT)
        try:
            consistency.check(reading.read(path))
        except Refused as error:
            wrong = str(error).removeprefix(f"{path}: ")
            raise Refused(
                _(
                    "%(slug)s cannot be archived, since no import would take it: %(wrong)s",
                    slug=self.visit.slug,
                    wrong=wrong,
                )
            ) from error

    def _beginnings(self) -> Iterator[Place]:
        """Where the walk begins; and files for whom there need not be a link, such as feeds."""
        for rule in self.app.url_map.iter_rules():
            name = rule.rule.rpartition("/")[-1]
            if rule.rule == f"/live/<slug>/{name}" and "." in name and "GET" in (rule.methods or ()):
                yield from self._at(f"/{name}")
        for below in _ALWAYS:
            yield from self._at(below)

    def _at(self, below: str) -> Iterator[Place]:
        place = self._places.of(self._places.visit + below)
        if place:
            yield place

    def _written(self, place: Place) -> Iterable[Place]:
        """Writes one file, and says what it leads to."""
        if place.file.startswith(STATIC):
            return self._static_file(place)
        answer = self._asked(place.address)
        if answer.mimetype == "text/html":
            body, found = self._links.rewritten(answer.get_data(as_text=True), place.file)
        else:
            body, found = answer.get_data(), []
        self.folder.put(place.file, body)
        return found

    def _static_file(self, place: Place) -> Iterable[Place]:
        """Writes a file of `static/`, which refers to others by their plain names."""
        body: bytes = self.app.extensions["static_files"].plain[place.file.removeprefix(STATIC)]
        self.folder.put(place.file, body)
        return loaded_by(body.decode(), place.file, self._places) if place.file.endswith(".css") else []

    def _asked(self, address: str) -> Response:
        """What the view at an address answers, without what stands before and around views for readers."""
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
        address, banner = self._public_url + self._places.visit, visits.banner_of(visit.id)
        return document.parts(visit, address, banner, archive.updates(visit.id), archive.events(visit.id))

    def _read_me(self) -> bytes:
        return _READ_ME.format(
            title=self.visit.title,
            address=self._public_url + self._places.visit,
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
