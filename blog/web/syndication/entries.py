"""An update as feeds, search engines and oEmbed consumers get it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from flask import render_template, url_for

from blog import work_queue
from blog.models import EditKind, Kind, Revision, Standing, Stop, Update, Visit
from blog.text.excerpt import excerpt, lines
from blog.translation import _, gap
from blog.web.pool_reports import pool_line
from blog.web.syndication.enclosures import Enclosure, enclosures
from blog.web.template_filters import macro

TITLE_CHARACTERS = 100
SUMMARY_CHARACTERS = 280
# The namespace of entry ids. They do not contain the host, as a tag: URI (RFC 4151) would: when a site moves to
# another address, feed readers must not see every entry as new.
_OURS = UUID("6b1f0d0e-6f0e-4c58-9d0c-5a3f0f7f2b11")


@dataclass(frozen=True)
class Subject:
    """A topic, with the address of the live page filtered by it."""

    slug: str
    name: str
    address: str


@dataclass(frozen=True)
class Correction:
    """A public change: when, its label ("Corrected", "Now confirmed, was unverified"), and the desk's note."""

    at: datetime
    words: str
    note: str
    is_correction: bool


@dataclass(frozen=True)
class Version:
    """The same words in another language: the original, or a translation."""

    id: str
    address: str
    title: str
    lang: str


@dataclass(frozen=True)
class Entry:
    """A published update in its present state, with absolute addresses.

    `html` holds the text with its speaker, corrections and standing; `text` is the text alone, one line for each
    paragraph; `summary` starts with the corrections, then the beginning of the text. `changes` are oldest first; fixed
    typos are not among them and do not change `updated`. `translation_of` is its original, and `translations` are its
    own, as far as readers know of them.
    """

    id: str
    public_id: str
    number: int
    address: str
    title: str
    has_headline: bool
    summary: str
    html: str
    text: str
    authors: tuple[str, ...]
    speaker: str
    source: str
    source_url: str
    topics: tuple[Subject, ...]
    kind: Kind
    standing: Standing
    is_key: bool
    lang: str
    published: datetime
    updated: datetime
    changes: tuple[Correction, ...]
    stop: Stop | None
    enclosures: tuple[Enclosure, ...] = ()
    pool: str = ""
    translation_of: Version | None = None
    translations: tuple[Version, ...] = ()

    @property
    def link(self) -> str:
        """The address with the update's anchor."""
        return f"{self.address}#u-{self.public_id}"

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """The changes that are corrections."""
        return tuple(change for change in self.changes if change.is_correction)


def entries(visit: Visit, updates: Iterable[Update]) -> list[Entry]:
    """The entries of those updates that are public. Makes no query beyond those of `queries.stream`."""
    return [entry(visit, update) for update in work_queue.in_slices(updates) if update.is_public]


def entry(visit: Visit, update: Update, *, is_whole: bool = True) -> Entry:
    """The entry of one published update; unless `is_whole`, without its HTML, which costs most."""
    assert update.is_public, "only public updates have an entry"
    assert update.published_at is not None
    changes = tuple(_correction(notice) for notice in update.notices)
    shown = enclosures(visit, update)
    inputs = {"visit": visit, "update": update, "changes": changes, "enclosures": shown}
    return Entry(
        id=id_of(update),
        public_id=update.public_id,
        number=update.number or 0,
        address=_address(visit, update),
        title=update.title(TITLE_CHARACTERS) or visit.title,
        has_headline=bool(update.headline),
        summary=_summary(update, changes),
        html=render_template("entry/_entry.html", **inputs) if is_whole else "",
        text=lines(update.html) or update.headline or update.picture_title,
        authors=update.authors,
        speaker=_speaker(update),
        pool=pool_line(update),
        source=update.source,
        source_url=update.source_url,
        topics=tuple(_subject(visit, topic.slug, topic.name) for topic in visit.in_order(update.topics)),
        kind=update.kind,
        standing=update.standing,
        is_key=update.is_key,
        lang=update.lang,
        published=update.published_at,
        updated=update.changed_at or update.published_at,
        changes=changes,
        stop=update.stop,
        enclosures=shown,
        translation_of=_version(visit, update.public_original) if update.public_original else None,
        translations=tuple(_version(visit, one) for one in update.shown_translations),
    )


def id_of(update: Update) -> str:
    """The permanent id of an update, the same at every address of the site."""
    return uuid5(_OURS, f"update {update.public_id}").urn


def id_of_visit(visit: Visit, *parts: str) -> str:
    """The permanent id of a visit, or of a part of it. The time of creation tells apart equal slugs of two sites."""
    return uuid5(_OURS, " ".join(("visit", visit.slug, visit.created_at.isoformat(), *parts))).urn


def latest(found: Sequence[Entry]) -> datetime | None:
    """When the newest of these entries was published or changed."""
    return max((one.updated for one in found), default=None)


def _address(visit: Visit, update: Update) -> str:
    return url_for("reader.update", slug=visit.slug, public_id=update.public_id, _external=True)


def _version(visit: Visit, update: Update) -> Version:
    title = update.title(TITLE_CHARACTERS) or visit.title
    return Version(id_of(update), _address(visit, update), title, update.lang)


def _summary(update: Update, changes: Sequence[Correction]) -> str:
    """Corrections come first: a feed reader may show nothing but the summary."""
    colon = _(": ")
    said = [f"{change.words}{colon}{change.note}" for change in reversed(changes) if change.note]
    return gap().join([*said, excerpt(update.html, SUMMARY_CHARACTERS) or update.headline or update.picture_title])


def _speaker(update: Update) -> str:
    """The speaker with the title of that time and the side, `Ada Nord, Spokesperson, North`; or the side alone."""
    name = update.spoken_by
    side = update.delegation.short_name if update.delegation else ""
    return _(", ").join(part for part in (name, update.title_of_day, side) if part)


def _subject(visit: Visit, slug: str, name: str) -> Subject:
    return Subject(slug, name, url_for("reader.visit", slug=visit.slug, topic=slug, _external=True))


def _correction(notice: Revision) -> Correction:
    said = macro("layout/_words.html", "change", notice)
    return Correction(notice.at, said, notice.note, notice.change is EditKind.CORRECTION)
