"""The schemas of what programs send to set up a visit."""

from __future__ import annotations

from typing import ClassVar

from blog.models import Status
from blog.newsroom import itinerary, people
from blog.schemas.base import Answer, Fields
from blog.schemas.fields import Slug
from blog.translation import N_
from blog.web.api.bodies import Body, Choice, Several, Words


class ChangedVisit(Body):
    title = Words(N_("At the top of the page."))
    summary = Words(N_("What it is about, in a sentence or two."))
    notice = Words(N_("A notice at the top of the page; empty for none."))
    status = Choice(Status, N_("Whether it is upcoming, live, paused, ended, or held from readers."))
    live_from = Words(N_("With `upcoming` or `paused`, when it goes live by itself."))


class ChangedStop(Body):
    city = Words(N_("Its name, as in the dateline."))
    country = Words(N_("The country."))
    zone = Words(N_("Its time zone, such as Asia/Shanghai."))
    planned_from = Words(N_("When they are to arrive: in RFC 3339, or by the clocks of the stop."))
    planned_to = Words(N_("When they are to leave."))
    press_access = Words(N_("What the press may attend."))


class NewStop(ChangedStop):
    needs: ClassVar = {("city",): itinerary.NO_CITY}

    key = Words(N_("A key of your own; otherwise made from the city."))


class Happened(Body):
    at = Words(N_("When; now unless you say so."))


class ChangedSide(Body):
    name = Words(N_("The name."))
    short_name = Words(N_("A shorter one."))
    country = Words(N_("The country."))
    capital = Words(N_("The city whose time is shown with its readouts."))
    zone = Words(N_("The time zone of that city."))


class NewSide(ChangedSide):
    needs: ClassVar = {("name",): people.NO_SIDE_NAME}

    key = Words(N_("A key of your own; otherwise made from the name."))


class ChangedSpeaker(Body):
    name = Words(N_("The name."))
    title = Words(N_("The title."))
    delegation = Words(N_("The key of the side."))
    titles = Several(
        N_("Titles by day and language, each as in the example; at its end the key of a side that alone styles it so."),
        examples=[["2010-03-04 | en | Spokesman", "2010-03-04 | zh | 发言人"]],
    )


class NewSpeaker(ChangedSpeaker):
    needs: ClassVar = {("name",): people.NO_SPEAKER_NAME, ("title",): people.NO_TITLE}

    key = Words(N_("A key of your own; otherwise made from the name."))


class ChangedTopic(Body):
    name = Words(N_("The name."))


class NewTopic(ChangedTopic):
    needs: ClassVar = {("name",): people.NO_TOPIC_NAME}

    slug = Words(N_("A slug of your own; otherwise made from the name."))


class Added(Answer):
    """What was added."""

    key = Slug(N_("Its key, by which updates name it."))

    class Meta(Fields.Meta):
        fields = ("key",)
