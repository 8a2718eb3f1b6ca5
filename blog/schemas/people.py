"""Delegations with their speakers, and topics."""

from __future__ import annotations

from marshmallow import fields

from blog.models.limits import NAME_CHARACTERS
from blog.schemas.base import Answer, Fields, Record
from blog.schemas.fields import Day, Language, Number, Slug, Text, TitleLines, Zone, many
from blog.schemas.media import ArchivedMedia
from blog.translation import N_


class _Topic(Fields):
    slug = Slug(N_("The value for the parameter `topic`."))
    name = Text(N_("As readers see it."), NAME_CHARACTERS, empty=False)


class Topic(_Topic, Answer):
    pass


class ArchivedTopic(_Topic, Record):
    pass


class _DatedTitle(Fields):
    since = Day(N_("The day from which the person has it."))
    lang = Language(N_("Its language, as a tag."))
    title = Text(N_("The title."), NAME_CHARACTERS, empty=False)
    by = Text(N_("The key of the side that alone styles it so; empty for the person's own."), NAME_CHARACTERS)


class DatedTitle(_DatedTitle, Answer):
    pass


class _Speaker(Fields):
    key = Slug(N_("The value for the parameter `speaker`."))
    name = Text(N_("The current name."), NAME_CHARACTERS, empty=False)
    title = Text(N_("The current title."), NAME_CHARACTERS)


class Speaker(_Speaker, Answer):
    titles = many(
        DatedTitle, N_("Titles by day and language; updates keep the one of their day."), attribute="all_titles"
    )


class NamedSpeaker(_Speaker, Answer):
    class Meta(Fields.Meta):
        fields = ("key", "name")


class ArchivedSpeaker(_Speaker, Record):
    titles = TitleLines(load_default="")
    portrait = fields.Nested(ArchivedMedia, load_default=None, allow_none=True, attribute="portrait_kept")


class _Delegation(Fields):
    key = Slug(N_("The value for the parameter `delegation`."))
    position = Number()
    name = Text(N_("The full name."), NAME_CHARACTERS, empty=False)
    short_name = Text(N_("The name used where there is little room."), NAME_CHARACTERS, empty=False)
    country = Text(N_("Its country."), NAME_CHARACTERS)
    capital = Text(N_("The city whose time zone its readers may choose."), NAME_CHARACTERS)
    zone = Zone(N_("The IANA time zone of that city."))


class Side(_Delegation, Answer):
    class Meta(Fields.Meta):
        fields = ("key", "name", "short_name", "country")


class Delegation(Side):
    speakers = many(Speaker, N_("Its speakers."))

    class Meta(Fields.Meta):
        fields = (*Side.Meta.fields, "capital", "zone", "speakers")


class ArchivedDelegation(_Delegation, Record):
    speakers = many(ArchivedSpeaker)
