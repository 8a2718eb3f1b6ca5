"""Delegations with their speakers, and topics."""

from __future__ import annotations

from blog.models.limits import NAME_CHARACTERS
from blog.schemas.base import Answer, Fields, Record
from blog.schemas.fields import Number, Slug, Text, Zone, many


class _Topic(Fields):
    slug = Slug("The value for the argument `topic`.")
    name = Text("As readers see it.", NAME_CHARACTERS, empty=False)


class Topic(_Topic, Answer):
    pass


class ArchivedTopic(_Topic, Record):
    pass


class _Speaker(Fields):
    key = Slug("The value for the argument `speaker`.")
    name = Text("The present name.", NAME_CHARACTERS, empty=False)
    title = Text("The present title.", NAME_CHARACTERS)


class Speaker(_Speaker, Answer):
    pass


class NamedSpeaker(_Speaker, Answer):
    class Meta(Fields.Meta):
        fields = ("key", "name")


class ArchivedSpeaker(_Speaker, Record):
    pass


class _Delegation(Fields):
    key = Slug("The value for the argument `delegation`.")
    position = Number()
    name = Text("The full name.", NAME_CHARACTERS, empty=False)
    short_name = Text("The name used where there is little room.", NAME_CHARACTERS, empty=False)
    country = Text("Its country.", NAME_CHARACTERS)
    capital = Text("The city whose time zone its readers may choose.", NAME_CHARACTERS)
    zone = Zone("The IANA time zone of that city.")


class Side(_Delegation, Answer):
    class Meta(Fields.Meta):
        fields = ("key", "name", "short_name", "country")


class Delegation(Side):
    speakers = many(Speaker, "Its speakers.")

    class Meta(Fields.Meta):
        fields = (*Side.Meta.fields, "capital", "zone", "speakers")


class ArchivedDelegation(_Delegation, Record):
    speakers = many(ArchivedSpeaker)
