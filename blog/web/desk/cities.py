"""Suggests cities while one is typed, with their countries and time zones, from a list that comes with the site."""

from __future__ import annotations

from flask import render_template, request

from blog import work_queue
from blog.text import cities
from blog.text.cities import City
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


def zone_of(city: str) -> str:
    """The time zone of a city whose name leaves no doubt about it; otherwise empty."""
    asked = cities.folded(" ".join(city.split()))
    found = {each.zone for each in _find(city) if cities.folded(each.found_as) == asked}
    return found.pop() if len(found) == 1 else ""


def _find(text: str) -> list[City]:
    """Off the event loop: the first search of a process reads the whole list, which takes a tenth of a second."""
    return work_queue.run_in_threadpool(cities.find, text)
