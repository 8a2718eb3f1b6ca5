"""Delegations with their speakers, and topics."""

from __future__ import annotations

from marshmallow import fields

from blog.models.limits import NAME_CHARACTERS
from blog.schemas.base import Answer, Fields, Record
from blog.schemas.fields import Number, Slug, Text, Zone, many
from blog.schemas.media import ArchivedMedia
from blog.translation import N_


class _Topic(Fields):
    slug = Slug(N_("The value for the parameter `topic`."))
    name = Text(N_("As readers see it."), NAME_CHARACTERS, empty=False)


class Topic(_Topic, Answer):
    pass


class ArchivedTopic(_Topic, Record):
    pass


class _Speaker(Fields):
    key = Slug(N_("The value for the parameter `speaker`."))
    name = Text(N_("The current name."), NAME_CHARACTERS, empty=False)
    title = Text(N_("The current title."), NAME_CHARACTERS)


class Speaker(_Speaker, Answer):
    pass


class NamedSpeaker(_Speaker, Answer):
    class Meta(Fields.Meta):
        fields = ("key", "name")


class ArchivedSpeaker(_Speaker, Record):
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
