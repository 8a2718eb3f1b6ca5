"""Cards of links: what stood at an address that is alone on a line of an update."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validate

from blog.fetching.found import AUTHOR_CHARACTERS, EXCERPT_CHARACTERS, SITE_CHARACTERS, TITLE_CHARACTERS
from blog.fetching.providers import PROVIDERS
from blog.schemas.base import Answer, Fields, Record
from blog.schemas.fields import Line, Moment, Text, Value, Word, many
from blog.text import web_address
from blog.text.lone_addresses import MAX_ADDRESS_CHARACTERS, MAX_LONE_ADDRESSES
from blog.text.tags import LONGEST
from blog.translation import N_, _

_PLAYER_ID = validate.Regexp(r"[\w-]{0,80}\Z")


class Day(Value, fields.Date):
    """A day without a time, as in 2010-03-04."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise ValidationError(_("must be a day, such as 2010-03-04.")) from error


class WebAddress(Text):
    """The address of the page that the card is about."""

    def check(self, value: str) -> None:
        if not web_address.host(value):
            raise ValidationError(_("must be a whole address, beginning with https:// or http://."))


class _Card(Fields):
    url = WebAddress(N_("The address, as it stands in the text."), MAX_ADDRESS_CHARACTERS, empty=False)
    title = Line(N_("The title of the page; empty for a post without one."), TITLE_CHARACTERS)
    site = Line(N_("The name of the site."), SITE_CHARACTERS)
    author = Line(N_("Who wrote it, as far as the page says so."), AUTHOR_CHARACTERS)
    date = Day(N_("The day that the page gives."), attribute="dated", allow_none=True)
    excerpt = Line(N_("The beginning of what stood there on the day of the text."), EXCERPT_CHARACTERS)
    lang = Line(N_("The language of the page as a tag; empty if it does not say."), LONGEST)
    provider = Word(PROVIDERS, N_("The site of a post or a video, if it is a known one."), empty=True)


class Card(_Card, Answer):
    """What stood at an address that is alone on a line of an update."""

    class Meta(Fields.Meta):
        fields = ("url", "title", "site", "author", "date", "excerpt", "lang", "provider")


class ArchivedCard(_Card, Record):
    player = fields.String(required=True, validate=_PLAYER_ID)
    fetched_at = Moment()

    class Meta(Fields.Meta):
        fields = (*Card.Meta.fields, "player", "fetched_at")


def cards() -> fields.List[Any]:
    """The cards of an update."""
    return many(Card, N_("Cards of its links. A card may follow some seconds after its text."))


def archived_cards() -> fields.List[Any]:
    """The cards of an update in an archive; older archives have none."""
    inner = fields.Nested(ArchivedCard)
    return fields.List(inner, load_default=list, validate=validate.Length(max=MAX_LONE_ADDRESSES))
