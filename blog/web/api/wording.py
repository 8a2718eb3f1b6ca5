"""What is given of an update, field by field: as it is now, what was said of its changes, and every wording."""

from __future__ import annotations

from typing import Any

from flask import url_for
from marshmallow import post_dump

from blog.models import EditKind, Kind, Standing, State
from blog.models import Revision as RevisionRow
from blog.models import Update as UpdateRow
from blog.text.excerpt import lines
from blog.web.api import given
from blog.web.api.given import Given
from blog.web.api.schemas import Place, Side, Topic

SEEN = (State.PUBLISHED, State.WITHDRAWN, State.PURGED)
# What is left of an update whose words may not be shown any more.
LEFT = frozenset({"id", "url", "number", "version", "state", "published_at", "updated_at", "withdrawn_at", "note"})


class SpokenBy(Given):
    key = given.text("For the argument `speaker`.")
    name = given.text("The name.")
    title = given.text("The title as of the time of the update.")
    delegation = given.part(Side, "Whom they speak for.")


class Notice(Given):
    change = given.one_of(
        (EditKind.UPDATE, EditKind.CORRECTION), "Whether there was more to say, or something was wrong."
    )
    at = given.moment("When.")
    note = given.text("What was added, or what was wrong and is right.")
    standing = given.one_of(Standing, "How firm it was from then on.")
    standing_before = given.one_of(["", *Standing], "How firm it was before, where that changed.")


class Update(Given):
    """An update as it is now. Of one that is not `published` only its place and the reason are left."""

    id = given.text("Names the update for good.", attribute="public_id")
    url = given.address("The page that shows it.")
    number = given.number("Counts the updates of the visit in the order in which they were published.")
    version = given.number("Rises with every new wording.")
    state = given.one_of(SEEN, "`withdrawn` by the desk, or `purged` for legal reasons.")
    published_at = given.moment("When it was published.")
    updated_at = given.moment("When it was last updated, corrected or withdrawn; spelling put right does not count.")
    withdrawn_at = given.moment("When it was withdrawn or purged.")
    note = given.text("Why it was withdrawn or purged.", attribute="withdrawn_note")
    kind = given.one_of(Kind, "What sort of update it is.")
    standing = given.one_of(Standing, "How firm it is.")
    headline = given.text("Plain text; may be empty.")
    html = given.text("The text as sanitised HTML. Links are absolute.")
    text = given.text("The same as plain text, a line for each paragraph.")
    lang = given.text("The language of the words, as a tag.")
    key = given.truth("Whether it is a key event.")
    pinned = given.truth("Whether it is shown a second time at the top.")
    topics = given.many(Topic, "What it is about.")
    speaker = given.part(SpokenBy, "Who says so.", allow_none=True)
    delegation = given.part(Side, "Whose side says so, with or without a speaker.", allow_none=True)
    stop = given.part(Place, "Where it was filed: its dateline.", allow_none=True)
    author = given.text("The byline.", allow_none=True)
    source = given.text("Where it was said or published.")
    source_url = given.text("Leads there.")
    issued_at = given.moment("When a side put out its readout or statement.")
    changes = given.many(Notice, "What was added or put right since it was published, oldest first.")

    always = LEFT

    def of_url(self, row: UpdateRow) -> str:
        return url_for("reader.update", slug=row.visit.slug, public_id=row.public_id, _external=True)

    def of_updated_at(self, row: UpdateRow) -> Any:
        return row.withdrawn_at or row.changed_at

    def of_text(self, row: UpdateRow) -> str:
        return lines(row.html)

    def of_key(self, row: UpdateRow) -> bool:
        return row.is_key

    def of_pinned(self, row: UpdateRow) -> bool:
        return row.is_pinned

    def of_speaker(self, row: UpdateRow) -> Any:
        said = row.speaker
        return said and {"key": said.key, "name": said.name, "title": row.title_of_day, "delegation": row.delegation}

    def of_author(self, row: UpdateRow) -> str | None:
        return row.author.name if row.author else None

    def of_changes(self, row: UpdateRow) -> Any:
        return row.notices

    @post_dump(pass_original=True)
    def leave(self, given: dict[str, Any], row: UpdateRow, **_: Any) -> dict[str, Any]:
        """Passes on what may be shown: where the words are withdrawn, what is named here and nothing else."""
        return given if row.is_public else {name: value for name, value in given.items() if name in LEFT}


class NamedSpeaker(Given):
    key = given.text("For the argument `speaker`.")
    name = given.text("The present name.")


class Renamed(Given):
    """What updates show by its name, where that is another now."""

    stops = given.many(Place, "Stops whose city, country or zone was put right.")
    speakers = given.many(NamedSpeaker, "Speakers whose name was put right; titles stay as of the time of each update.")
    delegations = given.many(Side, "Sides whose name was put right.")
    topics = given.many(Topic, "Topics that were renamed.")


class Updates(Given):
    cursor = given.text("Where this answer stands in the log: ask for what comes after it.")
    updates = given.many(Update, "The newest first; with `after`, in the order in which they were published.")
    renamed = given.part(Renamed, "With `after`: what is called otherwise since then, for all updates that you hold.")
    next = given.address("Where it goes on; null when there is no more.", allow_none=True)


class Revision(Given):
    """One wording of an update."""

    number = given.number("Counts the wordings of the update; the present one has the update's `version`.")
    change = given.one_of(EditKind, "Why there was a new wording; a typo was announced to nobody.")
    at = given.moment("When it was published.")
    note = given.text("What was said about the change.")
    standing = given.one_of(Standing, "How firm it was.")
    standing_before = given.one_of(["", *Standing], "How firm it was before, where that changed.")
    headline = given.text("Plain text; may be empty.")
    html = given.text("The text as sanitised HTML.")
    text = given.text("The same as plain text.")
    source = given.text("Where it was said or published.")
    source_url = given.text("Leads there.")
    issued_at = given.moment("When a side put it out.")

    def of_text(self, row: RevisionRow) -> str:
        return lines(row.html)


class Revisions(Given):
    revisions = given.many(Revision, "The newest first.")
    next = given.address("Where it goes on; null when there is no more.", allow_none=True)
