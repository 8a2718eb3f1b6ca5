"""Suggests cities while one is typed, with their countries and time zones, from a list that comes with the site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import render_template, request

from blog import work_queue
from blog.newsroom.errors import Invalid
from blog.text import cities
from blog.text.cities import City
from blog.translation import _
from blog.web.desk import bp

# The names that fields for a city have.
_FIELDS = ("q", "city", "capital")


@bp.get("/cities", endpoint="cities")
def suggest() -> str:
    """The options of a datalist."""
    text = next((text for name in _FIELDS if (text := request.args.get(name, ""))), "")
    return render_template(
        "desk/set_up/_cities.html",
        cities=_find(text),
        lang=request.args.get("lang") or request.args.get("visit_lang", ""),
    )


class AmbiguousCity(Invalid):
    """Several cities have the name in a form; `cities` are those to choose from."""

    def __init__(self, field: str, name: str, found: Sequence[City]) -> None:
        super().__init__(**{field: _("There are several cities called %(name)s. Choose one.", name=name)})
        self.cities = found


def place_in(field: str, lang: str) -> City:
    """The city in a form with its country and zone: with a zone as it was typed, otherwise as the list has it.

    Without scripts nothing is filled in while one types. Its name is then spelt as `lang`, the visit's language, is
    written; one that the list does not know stays as it is, without a zone. Raises AmbiguousCity.
    """
    name, country, zone = (" ".join(request.form.get(each, "").split()) for each in (field, "country", "zone"))
    if zone or not name:
        return City(name, name, country, zone)
    found = _called(name, country)
    chosen = [each for each in found if each.place == request.form.get("place")] or found
    if len(chosen) > 1:
        raise AmbiguousCity(field, name, chosen)
    if not chosen:
        return City(name, name, country, "")
    return replace(chosen[0], name=chosen[0].name_in(lang), country=country or chosen[0].country)


def _called(name: str, country: str) -> list[City]:
    """The cities with exactly this name, one for each country and zone; of this country, if one of them is."""
    asked = cities.folded(name)
    found = {each.place: each for each in reversed(_find(name)) if cities.folded(each.found_as) == asked}
    largest_first = list(reversed(found.values()))
    there = [each for each in largest_first if cities.folded(each.country) == cities.folded(country)]
    return there or largest_first


def _find(text: str) -> list[City]:
    """Off the event loop: the first search of a process reads the whole list, which takes a tenth of a second."""
    return work_queue.run_in_threadpool(cities.find, text)
