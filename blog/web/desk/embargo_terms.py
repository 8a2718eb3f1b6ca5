"""Reads the terms of an embargo from a form: its title, and a clock time in a city. Also says them in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import request

from blog.models import Embargo, Visit
from blog.newsroom import holding
from blog.newsroom.errors import Invalid
from blog.newsroom.holding import Terms
from blog.queries import embargoes
from blog.text import cities
from blog.translation import _, gap
from blog.web.desk import bp, times
from blog.web.desk.cities import place_in
from blog.web.desk.forms import Form

# The value of the field `embargo` with which the composer's own fields describe a new one.
NEW = "new"


def typed(visit: Visit, changed: Embargo | None = None, *, title: str = "title") -> Terms:
    """The terms in the form's fields; `changed` is the embargo that it changes, `title` the name of that field.

    A time without a city is one of where the visitors are. Raises Invalid, and AmbiguousCity.
    """
    name = request.form.get(title, "")
    if not request.form.get("until", "").strip():
        return Terms(name, field=title)
    city, zone = _place(visit, changed)
    if not city:
        raise Invalid(city=_("Name the city whose clocks count."))
    if not zone:
        raise Invalid(city=_("The time zone of %(city)s is not known. Choose a city from the list.", city=city))
    return Terms(name, _until(zone, changed), city, zone, title)


def chosen(visit: Visit) -> str | Terms:
    """The embargo that the form of a text names: an open one, a sentence, or the terms of a new one."""
    wanted = request.form.get("embargo", "")
    return typed(visit, title="embargo_title") if wanted == NEW else wanted


def named(visit: Visit) -> str:
    """What a question calls the embargo that the form of a text names; empty where it names none."""
    wanted = request.form.get("embargo", "").strip()
    if wanted == NEW:
        return request.form.get("embargo_title", "").strip() or _("a new one")
    known = embargoes.by_public_id(visit.id, wanted) if wanted else None
    return known.title if known else wanted


def values_of(terms: Terms) -> dict[str, Any]:
    """The arguments of the newsroom's verbs."""
    return {"title": terms.title, "until": terms.until, "city": terms.city, "zone": terms.zone}


def with_ambiguity(message: str, visit: Visit, changed: Embargo | None = None) -> str:
    """Adds to a message which one was taken of a time that occurs twice in the city of the form."""
    text = request.form.get("until", "").strip()
    return f"{message}{gap()}{times.ambiguity(text, _place(visit, changed)[1])}".strip() if text else message


@bp.app_template_global()
def chosen_embargo(form: Form | None) -> str:
    """What a form to be shown has in its field `embargo`: an id, `new`, or nothing."""
    return str(form.values.get("embargo") or "") if form else ""


@bp.app_template_global()
def terms_of(embargo: Embargo) -> str:
    """Until when an embargo holds: `until 18.10 Tokyo`."""
    return holding.in_words(embargo)


def _until(zone: str, changed: Embargo | None) -> datetime | None:
    is_same_zone = changed and changed.zone == zone
    return times.parse("until", zone, changed.until if changed and is_same_zone else None)


def _place(visit: Visit, changed: Embargo | None) -> tuple[str, str]:
    """A city and its zone: of the embargo as it is, of this visit, or of the list that comes with the site."""
    asked = cities.folded(" ".join(request.form.get("city", "").split()))
    if not asked:
        return (visit.here.city, visit.here.zone) if visit.here else ("", "")
    known = visit.clocks | ({changed.city: changed.zone} if changed else {})
    for city, zone in known.items():
        if cities.folded(city) == asked:
            return city, zone
    found = place_in("city", visit.lang)
    return found.name, found.zone
