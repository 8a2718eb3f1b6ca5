"""An update as programs send it, and as they get it back in any state."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import Response, url_for
from marshmallow import fields

from blog.models import EditKind, Ground, Kind, Standing, State, Translator
from blog.models import Update as UpdateRow
from blog.models.ground import GROUND
from blog.models.limits import (
    AGREED_CHARACTERS,
    BODY_CHARACTERS,
    HEADLINE_CHARACTERS,
    NAME_CHARACTERS,
    NOTE_CHARACTERS,
    POOLER_CHARACTERS,
    PUBLIC_ID_CHARACTERS,
)
from blog.models.pool import POOL
from blog.models.update import names_in
from blog.newsroom import prominence
from blog.newsroom.completeness import NOTHING
from blog.newsroom.prominence import ALSO
from blog.schemas.base import Answer, Fields, dumped
from blog.schemas.fields import Flag, Language, Moment, Number, Plan, PublicId, Slug, Text, Word, address, many
from blog.schemas.ground import GroundRule
from blog.schemas.pool import PoolReport
from blog.translation import N_
from blog.web.api import writing
from blog.web.api.bodies import Body, Choice, Count, Several, Words, YesNo

ACTIONS = ("publish", "draft", "submit", "schedule", "hold")


class _Text(Body):
    headline = Words(N_("Plain text."), maxLength=HEADLINE_CHARACTERS)
    body = Words(N_("Markdown."), maxLength=BODY_CHARACTERS)
    kind = Choice(Kind, N_("What sort of update it is; `report` unless you say so."))
    standing = Choice(Standing, N_("How certain it is; `reported` unless you say so."))
    stop = Words(N_("The key of the stop it is filed from; null for none."))
    speaker = Words(N_("The key of who says it."))
    delegation = Words(N_("The key of the side that says it, where no person is named."))
    topics = Several(N_("The slugs of its topics."))
    key = YesNo(N_("Whether it is a key event."))
    lang = Words(N_("Its language, as a tag; that of the visit unless you say so."))
    by = Several(N_("Who signs it: names, or e-mail addresses of accounts. Otherwise the account of the key."))
    also = Several(N_("What else happens when it is published: `banner`, `pin`, `key`."), examples=[list(ALSO)])
    media = Several(N_("The ids of its pictures and documents, in order."))
    source = Words(N_("Where it was said or published."))
    source_url = Words(N_("The address of the source."))
    issued_at = Words(N_("When a delegation issued it: in RFC 3339, or as 2010-03-04T16:20 by the clocks of its stop."))
    pool_number = Count(N_("Of a pool report: its number, if it has one."))
    pooler = Words(N_("Of a pool report: who wrote it."), maxLength=POOLER_CHARACTERS)
    pool_outlet = Words(N_("Of a pool report: for which outlet."), maxLength=POOLER_CHARACTERS)
    original = Words(N_("The id of the update that it is a translation of; null for none."))
    translator = Choice(
        Translator, N_("Who translated it; `desk` unless you say so. A translation from elsewhere names its `source`.")
    )
    official = YesNo(N_("Whether the translation speaks for a side."))
    ground = Choice(Ground, N_("The ground rule; on the `record` unless you say so. A speaker is named only there."))
    agreed_words = Words(N_("On background: the words in place of the name."), maxLength=AGREED_CHARACTERS)
    unnamed = Words(N_("A name that the text is refused with. It is kept nowhere."))
    may_name = YesNo(N_("Whether a text that is not on the record may name people of the visit."))
    publish_at = Words(N_("With `schedule`, when it is published; written as `issued_at`."))
    embargo = Words(N_("With `hold`, the id of an embargo, or a sentence that makes a new one."))


class NewUpdate(_Text):
    needs: ClassVar = {("body", "headline", "media"): NOTHING}

    action = Choice(ACTIONS, N_("What to do with it; `publish` unless you say so."))


class ChangedUpdate(_Text):
    action = Choice(ACTIONS, N_("Of one that is not published: what to do with it. Otherwise it stays as it is."))
    change = Choice(
        (EditKind.TYPO, EditKind.UPDATE, EditKind.CORRECTION),
        N_("Of a published one: what sort of change it is; `update` unless you say so."),
    )
    note = Words(N_("What readers are told about the change; a correction needs it."), maxLength=NOTE_CHARACTERS)


class OwnUpdate(PoolReport, GroundRule, Answer):
    """An update in any state, with the fields that wrote it."""

    id = PublicId(N_("The permanent id of the update."), attribute="public_id")
    version = Number(N_("Increases with each change. In quotes it is what `If-Match` takes."))
    state = Word(State, N_("Whether it waits, and how; or what became of it."))
    number = Number(N_("Its place among the visit's updates; null before it is published."), allow_none=True)
    url = address(N_("The page that shows it to readers; null before it is published."), allow_none=True)
    desk_url = address(N_("Where people change it."))
    headline = Text(N_("Plain text; may be empty."))
    body = Text(N_("Markdown, as it was sent."))
    html = Text(N_("The text as sanitised HTML."))
    kind = Word(Kind, N_("What sort of update it is."))
    standing = Word(Standing, N_("How certain it is."))
    stop = Slug(N_("The key of the stop it is filed from."), of="key", allow_none=True)
    speaker = Slug(N_("The key of who says it."), of="key", allow_none=True)
    delegation = Slug(N_("The key of the side that says it."), of="key", allow_none=True)
    topics = fields.List(Slug(of="slug"), metadata={"description": N_("The slugs of its topics.")})
    key = Flag(N_("Whether it is a key event."), attribute="is_key")
    lang = Language(N_("The language of its text, as a tag."))
    by = fields.List(Text(), metadata={"description": N_("The names that sign it; without any, its author does.")})
    author = Text(N_("The account that wrote it."), NAME_CHARACTERS, allow_none=True)
    also = fields.List(Text(), metadata={"description": N_("What else happens when it is published.")})
    media = fields.List(
        Text(), attribute="media_ids", metadata={"description": N_("The ids of its pictures and documents, in order.")}
    )
    source = Text(N_("Where it was said or published."))
    source_url = Text(N_("The address of the source."))
    issued_at = Moment(N_("When a delegation issued it."), allow_none=True)
    original = Text(
        N_("The id of the update that it is a translation of."), PUBLIC_ID_CHARACTERS, of="public_id", allow_none=True
    )
    translator = Word(Translator, N_("Who made the translation."), empty=True)
    official = Flag(N_("Whether the translation speaks for a side."), attribute="is_official")
    publish_at = Plan(N_("When it is published, if it is scheduled."), attribute="due_at", allow_none=True)
    embargo = Text(N_("The id of the embargo that it is under."), allow_none=True)
    desk_note = Text(N_("What an editor wrote when they returned it."))
    saved_at = Moment(N_("When it was last saved."), allow_none=True)
    published_at = Moment(N_("When it was published."), allow_none=True)
    withdrawn_at = Moment(N_("When it was withdrawn."), allow_none=True)
    withdrawn_note = Text(N_("Why it was withdrawn."))

    class Meta(Fields.Meta):
        fields = (
            *("id", "version", "state", "number", "url", "desk_url", "headline", "body", "html", "kind", "standing"),
            *("stop", "speaker", "delegation", "topics", "key", "lang", "by", "author", "also", "media", "source"),
            *(
                "source_url",
                "issued_at",
                *POOL,
                "original",
                "translator",
                "official",
                *GROUND,
                "publish_at",
                "embargo",
                "desk_note",
                "saved_at",
                "published_at",
            ),
            *("withdrawn_at", "withdrawn_note"),
        )

    def of_url(self, update: UpdateRow) -> str | None:
        named = {"slug": update.visit.slug, "public_id": update.public_id}
        return url_for("reader.update", _external=True, **named) if update.number else None

    def of_desk_url(self, update: UpdateRow) -> str:
        return url_for("desk.update", slug=update.visit.slug, public_id=update.public_id, _external=True)

    def of_by(self, update: UpdateRow) -> tuple[str, ...]:
        return names_in(update.byline)

    def of_author(self, update: UpdateRow) -> str | None:
        return update.author.name if update.author else None

    def of_also(self, update: UpdateRow) -> list[str]:
        return prominence.chosen(update)

    def of_embargo(self, update: UpdateRow) -> str | None:
        return update.embargo.public_id if update.embargo and update.embargo.is_open else None


class OwnUpdates(Answer):
    updates = many(OwnUpdate, N_("The newest first."))
    next = address(N_("Older ones; null at the end."), allow_none=True)


def tag(version: int) -> str:
    """The version as `ETag` and `If-Match` have it."""
    return f'"{version}"'


def answer(update: UpdateRow, status: int = 200) -> Response:
    """The update as it is now, with its version; a new one with its address."""
    headers = {"ETag": tag(update.version)}
    if status == 201:
        headers["Location"] = _address(update)
    return writing.answer(dumped(OwnUpdate(), update), status, headers)


def _address(update: UpdateRow) -> str:
    named: dict[str, Any] = {"slug": update.visit.slug, "public_id": update.public_id}
    return url_for("api.get_update" if update.number else "api.get_draft", _external=True, **named)
