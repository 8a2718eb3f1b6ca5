"""Imports a visit from an archive: all rows and the whole log in one transaction, with a new epoch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from blog.extensions import db, visit_changed
from blog.models import (
    Banner,
    Delegation,
    Event,
    LinkCard,
    Membership,
    Reporter,
    Revision,
    Speaker,
    State,
    Stop,
    Topic,
    Update,
    Verb,
    Visit,
    update_topic,
)
from blog.models.ground import GROUND
from blog.models.pool import POOL
from blog.models.update import WORDING
from blog.newsroom import (
    audit,
    commits,
    imported_passages,
    imported_rows,
    imported_ties,
    passwords,
    reporters,
    transaction,
)
from blog.newsroom.errors import Invalid, Refused
from blog.newsroom.imported_files import ImportedFiles, said_of
from blog.newsroom.imported_rows import batches
from blog.newsroom.imported_schedule import add_schedule
from blog.newsroom.posts import search_text
from blog.newsroom.visits import RESERVED_SLUGS
from blog.permissions import SYSTEM
from blog.steps import Steps, untold
from blog.text import markdown
from blog.text.excerpt import plain
from blog.text.slugs import is_slug
from blog.translation import _

Entry = Mapping[str, Any]
Row = dict[str, Any]

# Defaults for columns that a document may omit: rows inserted together must have the same columns.
_DEFAULTS = {
    column.name: column.default.arg if column.default is not None and column.default.is_scalar else None
    for column in Update.__table__.columns
    if column.name != "id"
} | {"renderer": markdown.RENDERER}


def import_visit(document: Entry, *, slug: str = "", folder: Path | None = None, steps: Steps = untold) -> int:
    """Imports a validated document, under `slug` if one is given, and returns the id of the visit.

    `folder` has its pictures and documents.

    Each update is two steps, to be read and to be written; a file or an event is one.

    Raises Refused when the slug or one of the updates exists already. Reporters become authors without an account;
    every account of the desk becomes a member.
    """
    slug = slug or document["visit"]["slug"]
    if not is_slug(slug) or slug in RESERVED_SLUGS:
        raise Invalid(slug=_("In a slug, use only lowercase letters, digits and single hyphens, such as beijing-2010."))
    password = passwords.hashed(reporters.random_password())  # slow, so before the transaction
    files = ImportedFiles(document, folder)
    steps(0, of=2 * len(document["updates"]) + len(files) + len(document["events"]))
    updates = _Updates(document, steps)
    files.refuse_existing(db.session())
    with files.stored(steps), commits.write_session() as session:
        _refuse_existing(session, slug, [update["public_id"] for update in document["updates"]])
        visit = _visit(document, slug)
        session.add(visit)
        session.flush()
        members = session.scalars(select(Reporter.id).where(Reporter.active))
        session.add_all(Membership(reporter_id=reporter_id, visit_id=visit.id) for reporter_id in members)
        names = {update["author"] for update in document["updates"] if update.get("author")}
        updates.authors = {name: reporters.find_or_add_author(session, name, password) for name in sorted(names)}
        updates.stops, updates.sides, updates.speakers, updates.topics = _add_surroundings(session, visit.id, document)
        add_schedule(session, visit, document["engagements"], updates.stops)
        ids = updates.write(session, visit.id, steps)
        files.write(session, visit.id, ids, transaction.current_time())
        _add_banner(session, visit.id, document["banner"], ids)
        for events in batches(document["events"]):
            session.execute(insert(Event), [{**event, "visit_id": visit.id, "by_id": None} for event in events])
            steps(len(events))
        chain = audit.begin_chain(session, visit)
        audit.record_verb(session, chain, "importing.import_visit", SYSTEM, visit.slug)
    visit_changed.send(visit.id)
    return visit.id


def _refuse_existing(session: Session, slug: str, public_ids: Sequence[str]) -> None:
    if session.scalar(select(Visit.id).where(Visit.slug == slug)):
        raise Refused(_("There is already a visit %(slug)s. Choose another slug with --slug.", slug=slug))
    for some in batches(public_ids):
        known = select(Update.public_id, Visit.slug).join(Visit, Visit.id == Update.visit_id)
        existing = session.execute(known.where(Update.public_id.in_(some)).limit(1)).first()
        if existing:
            raise Refused(
                _(
                    "The update %(id)s is already in the visit %(slug)s. A visit can be imported only once.",
                    id=existing[0],
                    slug=existing[1],
                )
            )


def _visit(document: Entry, slug: str) -> Visit:
    visit = Visit(**{**document["visit"], "slug": slug})
    visit.state_of_play_html = markdown.sanitised(visit.state_of_play_html)
    visit.head, visit.published = len(document["events"]), len(document["updates"])
    return visit


def _add_surroundings(
    session: Session, visit_id: int, document: Entry
) -> tuple[dict[str, int], dict[str, Delegation], dict[str, Speaker], dict[str, int]]:
    """Adds the stops, sides, speakers and topics, and returns them by key."""
    stops = [Stop(visit_id=visit_id, **stop) for stop in document["stops"]]
    topics = [Topic(visit_id=visit_id, **topic) for topic in document["topics"]]
    session.add_all([*stops, *topics])
    session.flush()
    sides: dict[str, Delegation] = {}
    speakers: dict[str, Speaker] = {}
    for given in document["delegations"]:
        columns = {name: value for name, value in given.items() if name != "speakers"}
        side = sides[given["key"]] = Delegation(visit_id=visit_id, **columns)
        session.add(side)
        session.flush()
        for person in given["speakers"]:
            columns = {name: value for name, value in person.items() if name != "portrait_kept"}
            speaker = speakers[person["key"]] = Speaker(visit_id=visit_id, delegation_id=side.id, **columns)
            session.add(speaker)
            session.flush()  # one by one, so that ids follow this order
    return {stop.key: stop.id for stop in stops}, sides, speakers, {topic.slug: topic.id for topic in topics}


def _add_banner(session: Session, visit_id: int, given: Entry | None, ids: Mapping[str, int]) -> None:
    if given:
        target = ids[given["update"]] if given["update"] else None
        columns = {name: value for name, value in given.items() if name != "update"}
        session.add(Banner(visit_id=visit_id, update_id=target, **columns))


class _Updates:
    """The rows of the updates, sanitised before the transaction begins, because that is slow."""

    authors: Mapping[str, Reporter]
    stops: Mapping[str, int]
    sides: Mapping[str, Delegation]
    speakers: Mapping[str, Speaker]
    topics: Mapping[str, int]

    def __init__(self, document: Entry, steps: Steps) -> None:
        self._updates: Sequence[Entry] = document["updates"]
        self._text_events: dict[str, list[Entry]] = {}
        for event in document["events"]:
            if event["verb"] in (Verb.PUBLISH, Verb.EDIT):
                self._text_events.setdefault(event["subject"], []).append(event)
        self._revisions: dict[str, list[Row]] = {}
        for update in self._updates:
            self._revisions[update["public_id"]] = self._versions(update)
            steps()
        self._plain = {public_id: plain(rows[-1]["html"]) for public_id, rows in self._revisions.items()}

    def write(self, session: Session, visit_id: int, steps: Steps) -> dict[str, int]:
        """Inserts the updates with their revisions and topics; returns their ids by public id."""
        ids_by_public_id: dict[str, int] = {}
        for some in batches(self._updates):
            rows = [self._row(update, visit_id) for update in some]
            made = session.execute(insert(Update).returning(Update.public_id, Update.id), rows)
            ids = {row.public_id: row.id for row in made}
            ids_by_public_id |= ids
            revisions, pairs, cards = [], [], []
            for update in some:
                public_id = update["public_id"]
                revisions += [{**row, "update_id": ids[public_id]} for row in self._revisions[public_id]]
                pairs += [{"update_id": ids[public_id], "topic_id": self.topics[slug]} for slug in update["topics"]]
                cards += [imported_rows.card(card, n, ids[public_id]) for n, card in enumerate(update.get("cards", ()))]
            session.execute(insert(Revision), revisions)
            if pairs:
                session.execute(insert(update_topic), pairs)
            if cards:
                session.execute(insert(LinkCard), cards)
            wordings = {public_id: self._revisions[public_id][-1] for public_id in ids}
            imported_passages.write(session, some, wordings, ids, self.topics)
            steps(len(some))
        imported_ties.write(session, self._updates, ids_by_public_id)
        return ids_by_public_id

    def _row(self, update: Entry, visit_id: int) -> Row:
        """Every column, because rows inserted together must have the same ones."""
        last, is_public = self._revisions[update["public_id"]][-1], update["state"] is State.PUBLISHED
        speaker = self.speakers[update["speaker"]] if update.get("speaker") else None
        side = self.sides[update["delegation"]] if update.get("delegation") else None
        wording = {name: last[name] for name in WORDING}
        pool = {name: update.get(name) for name in (*POOL, *GROUND)}
        present = Update(**wording, **pool, speaker=speaker, delegation=side)
        columns = {name: value for name, value in update.items() if name in Update.__table__.columns}
        return {
            **_DEFAULTS,
            **columns,
            **wording,
            "visit_id": visit_id,
            "created_at": update["published_at"],
            "words": self._search_text(present, update) if is_public else "",
            "author_id": self.authors[update["author"]].id if update.get("author") else None,
            "stop_id": self.stops[update["stop"]] if update["stop"] else None,
            "speaker_id": speaker.id if speaker else None,
            "delegation_id": side.id if side else speaker and speaker.delegation_id,
        }

    def _search_text(self, present: Update, update: Entry) -> str:
        files = (said_of(file) for file in update.get("media_kept", ()))
        cards = (LinkCard(**card).said for card in update.get("cards", ()))
        beside = [words for said in (*files, *cards) for words in said]
        return search_text(present, text=self._plain[update["public_id"]], beside=beside)

    def _versions(self, update: Entry) -> list[Row]:
        if update["state"] is State.PUBLISHED:
            return [
                {**revision, "html": markdown.sanitised(revision["html"]), "by_id": None}
                for revision in update["revisions"]
            ]
        events = self._text_events[update["public_id"]]
        first = update["version"] - len(events) + 1
        return [imported_rows.version_without_text(event, number) for number, event in enumerate(events, first)]
