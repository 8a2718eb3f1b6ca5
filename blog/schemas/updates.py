"""Updates, for the API and for the archive."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marshmallow import ValidationError, fields, post_dump

from blog.models import STATES_KNOWN_TO_READERS, Kind
from blog.models import Update as UpdateRow
from blog.models.ground import GROUND
from blog.models.limits import (
    NAME_CHARACTERS,
    NOTE_CHARACTERS,
)
from blog.models.pool import POOL
from blog.schemas.base import Answer, Fields, Record, dumped
from blog.schemas.cards import archived_cards, cards
from blog.schemas.fields import (
    Flag,
    Language,
    Moment,
    Number,
    PublicId,
    Slug,
    Text,
    Value,
    Word,
    address,
    many,
    part,
)
from blog.schemas.ground import GroundRule
from blog.schemas.itinerary import Place
from blog.schemas.media import archived_media, shown_media
from blog.schemas.passages import archived_passages, in_archive
from blog.schemas.people import Side, Topic
from blog.schemas.pool import PoolReport
from blog.schemas.revisions import SOURCE, ArchivedRevision, Notice, Wording
from blog.schemas.translations import ORIGINAL, Tied, Versions
from blog.text.names import listed
from blog.translation import N_, _


class _Update(Fields):
    id = PublicId(N_("The permanent id of the update."), attribute="public_id")
    number = Number(N_("Counts the visit's updates in the order they were published."))
    version = Number(N_("Increases with each new version of the text."))
    state = Word(STATES_KNOWN_TO_READERS, N_("`withdrawn` by the desk, or `purged` for legal reasons."))
    published_at = Moment(N_("When it was published."))
    kind = Word(Kind, N_("What sort of update it is."))
    lang = Language(N_("The language of its text, as a tag."))
    key = Flag(N_("Whether it is a key event."), attribute="is_key")
    pinned = Flag(N_("Whether it is also shown at the top."), attribute="is_pinned")
    author = Text(N_("The byline: its `authors` in words."), NAME_CHARACTERS, empty=False, allow_none=True)


class SpokenBy(Answer):
    key = Slug(N_("The value for the parameter `speaker`."))
    name = Text(N_("The name."))
    title = Text(N_("The title at the time of the update."))
    delegation = part(Side, N_("The delegation they speak for."))


class Update(_Update, Wording, PoolReport, GroundRule, Versions, Answer):
    """An update as it is now. When it is not `published`, only its place in the order and the reason remain."""

    url = address(N_("The page that shows it."))
    updated_at = Moment(
        N_("When it was last updated, corrected or withdrawn. Typo fixes do not count."), allow_none=True
    )
    withdrawn_at = Moment(N_("When it was withdrawn or purged."), allow_none=True)
    note = Text(N_("Why it was withdrawn or purged."), attribute="withdrawn_note")
    topics = many(Topic, N_("The topics it is about."))
    speaker = part(SpokenBy, N_("Who says so."), allow_none=True)
    delegation = part(Side, N_("The delegation that says so, with or without a named speaker."), allow_none=True)
    stop = part(Place, N_("Where it was filed: its dateline."), allow_none=True)
    media = shown_media()
    cards = cards()
    authors = fields.List(Text(), metadata={"description": N_("The names of the byline.")})
    changes = many(Notice, N_("Updates and corrections since it was published, oldest first."), attribute="notices")

    # What remains of an update whose text may no longer be shown.
    always = frozenset(
        {"id", "url", "number", "version", "state", "published_at", "updated_at", "withdrawn_at", "note"}
    )

    class Meta(Fields.Meta):
        fields = (
            *("id", "url", "number", "version", "state", "published_at", "updated_at", "withdrawn_at", "note"),
            *("kind", "standing", "headline", "html", "text", "lang", "key", "pinned", "topics", "speaker"),
            *("delegation", "stop", "author", "authors", *SOURCE, *POOL, *GROUND, "media", "cards", "changes"),
            *(*ORIGINAL, "translations"),
        )

    def of_author(self, update: UpdateRow) -> str | None:
        return listed(update.authors) or None

    def of_updated_at(self, update: UpdateRow) -> datetime | None:
        return update.withdrawn_at or update.changed_at

    def of_speaker(self, update: UpdateRow) -> Any:
        said = update.speaker
        return said and {
            "key": said.key,
            "name": said.name,
            "title": update.title_of_day,
            "delegation": update.delegation,
        }

    @post_dump(pass_original=True)
    def drop_withdrawn_text(self, answer: dict[str, Any], update: UpdateRow, **_: Any) -> dict[str, Any]:
        """Lets nothing out of an update that readers may not see, whatever fields are added above."""
        return answer if update.is_public else {name: value for name, value in answer.items() if name in self.always}


class _Archived(_Update, Record):
    stop = Slug(of="key", allow_none=True)
    topics = fields.List(Slug(of="slug"), required=True)


_ALWAYS = ("id", "number", "state", "version", "kind", "lang", "stop", "topics", "published_at")


class ArchivedWithdrawn(_Archived):
    """What remains of an update that was withdrawn or purged."""

    withdrawn_at = Moment()
    reason = Text(most=NOTE_CHARACTERS, attribute="withdrawn_note")

    class Meta(Fields.Meta):
        fields = (*_ALWAYS, "withdrawn_at", "reason")


class ArchivedPublished(PoolReport, GroundRule, _Archived, Tied):
    speaker = Slug(of="key", allow_none=True)
    speaker_title = Text(most=NAME_CHARACTERS)
    delegation = Slug(of="key", allow_none=True, load_default=None)  # older archives name only speakers
    renderer = Number()
    revisions = many(ArchivedRevision)
    media = archived_media()
    cards = archived_cards()
    passages = archived_passages()

    def of_passages(self, update: UpdateRow) -> list[dict[str, Any]]:
        return in_archive(update)

    def of_author(self, update: UpdateRow) -> str | None:
        """The account's name, where readers see it: others sign with the `by` of their revisions."""
        return update.author.name if update.author and not update.byline else None

    class Meta(Fields.Meta):
        fields = (
            *_ALWAYS,
            *("author", "speaker", "speaker_title", "delegation", "key", "pinned", "renderer", "media", "cards"),
            *(*POOL, *GROUND),
            *("passages", *ORIGINAL, "revisions"),
        )


class ArchivedUpdate(Value):
    """An update in an archive: its state decides which fields it has."""

    _schemas = {"published": ArchivedPublished(), "withdrawn": ArchivedWithdrawn(), "purged": ArchivedWithdrawn()}  # noqa: RUF012

    def write(self, update: UpdateRow) -> dict[str, Any]:
        """An update as it stands in the archive."""
        return dumped(self._schemas[update.state], update)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        state = value.get("state") if isinstance(value, dict) else ""
        if not isinstance(state, str) or state not in self._schemas:
            raise ValidationError({"state": [_("must be one of %(names)s.", names=", ".join(self._schemas))]})
        return self._schemas[state].load(value)
