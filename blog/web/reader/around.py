"""The itinerary page, and the page of people with their quotes."""

from __future__ import annotations

from flask import render_template, url_for

from blog.queries import engagements
from blog.queries import itinerary as stops
from blog.queries import people as speakers
from blog.web.lookups import visit_or_404
from blog.web.page_cache.decorators import cached_for_visit
from blog.web.reader import bp


@bp.get("/live/<slug>/itinerary")
@cached_for_visit()
def itinerary(slug: str) -> str:
    visit = visit_or_404(slug)
    canonical = url_for("reader.itinerary", slug=visit.slug, _external=True)
    planned = engagements.of_visit(visit.id)
    days = {stop.key: engagements.days(planned, stop) for stop in visit.stops}
    inputs = {"filed": stops.filed(visit.id), "days": days, "canonical": canonical}
    return render_template("itinerary/page.html", visit=visit, **inputs)


@bp.get("/live/<slug>/people")
@cached_for_visit()
def people(slug: str) -> str:
    visit = visit_or_404(slug)
    canonical = url_for("reader.people", slug=visit.slug, _external=True)
    said = speakers.by_speaker(visit)
    sides = [
        (side, sorted(side.speakers, key=lambda speaker: speaker.id not in said))  # quoted speakers first
        for side in visit.delegations
    ]
    alone = speakers.without_speaker(visit)
    return render_template("people/page.html", visit=visit, sides=sides, said=said, alone=alone, canonical=canonical)
