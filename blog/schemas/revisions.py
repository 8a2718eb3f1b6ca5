"""The revisions of updates, and what these share with their updates: the wording."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from blog.models import NOTICED, EditKind, Standing
from blog.models import Revision as RevisionRow
from blog.models import Update as UpdateRow
from blog.models.limits import (
    BODY_CHARACTERS,
    BYLINE_CHARACTERS,
    BYLINE_NAMES,
    HEADLINE_CHARACTERS,
    NOTE_CHARACTERS,
    SOURCE_CHARACTERS,
)
from blog.models.update import names_in
from blog.schemas.base import Answer, Fields, Record
from blog.schemas.fields import (
    Line,
    Link,
    Moment,
    Number,
    Text,
    Word,
)
from blog.schemas.media import media_change
from blog.schemas.visits import HTML_CHARACTERS
from blog.text import markdown
from blog.text.excerpt import lines
from blog.translation import N_


class Wording(Fields):
    """What an update and each of its revisions say."""

    standing = Word(Standing, N_("How certain it is."))
    headline = Text(N_("Plain text; may be empty."), HEADLINE_CHARACTERS)
    body = Text(most=BODY_CHARACTERS)  # may be empty: a headline can stand alone
    html = Text(N_("The text as sanitised HTML. Links are absolute."), HTML_CHARACTERS)
    text = Text(N_("The same as plain text, one line per paragraph."))
    source = Text(N_("Where it was said or published."), SOURCE_CHARACTERS)
    source_url = Link(N_("The address of the source."))
    by = fields.List(
        Line(most=BYLINE_CHARACTERS, empty=False),
        load_default=list,  # older archives have only authors
        validate=validate.Length(max=BYLINE_NAMES),
        metadata={"description": N_("The names it is signed with; without any, it is signed by its author.")},
    )
    issued_at = Moment(N_("When a delegation issued the readout or statement."), allow_none=True)

    def of_text(self, row: RevisionRow | UpdateRow) -> str:
        return lines(row.html)

    def of_by(self, row: RevisionRow | UpdateRow) -> tuple[str, ...]:
        return names_in(row.byline)


class _Revision(Wording):
    number = Number(N_("Counts the revisions of the update; the latest has the update's `version`."))
    seq = Number()
    change = Word(EditKind, N_("The kind of edit. Typo fixes are not announced to readers."))
    at = Moment(N_("When it was published."))
    note = Text(N_("The public note on the change."), NOTE_CHARACTERS)
    standing_before = Word(Standing, N_("How certain it was before, if that changed."), empty=True)
    media_change = media_change()


SOURCE = ("source", "source_url", "issued_at")


class Notice(_Revision, Answer):
    change = Word(NOTICED, N_("Whether it adds information or corrects an error."))

    class Meta(Fields.Meta):
        fields = ("change", "at", "note", "standing", "standing_before", "media_change")


class Revision(_Revision, Answer):
    """One published wording of an update."""

    class Meta(Fields.Meta):
        fields = (
            *("number", "change", "at", "note", "standing", "standing_before", "headline", "html", "text", "by"),
            *("media_change", *SOURCE),
        )


class ArchivedRevision(_Revision, Record):
    class Meta(Fields.Meta):
        fields = (
            *("number", "seq", "change", "note", "at", "standing", "standing_before", "headline", "body", "html"),
            *("by", "media_change", *SOURCE),
        )

    @post_load
    def join_names(self, row: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The byline as its column holds it."""
        return {**row, "byline": "\n".join(row.pop("by"))}

    def of_html(self, revision: RevisionRow) -> str:
        """Renders again what an older renderer made too long for an import to take."""
        is_short = len(revision.html) <= HTML_CHARACTERS
        return revision.html if is_short else markdown.render(revision.body)
