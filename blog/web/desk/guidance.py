"""Reads a press office's guidance for a day into events of the schedule, which an editor checks before saving."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from blog import newsroom
from blog.extensions import limiter
from blog.models import Stop, Visit
from blog.models.limits import BODY_CHARACTERS
from blog.newsroom.engagements import PLAN_TEXTS, PLAN_TIMES, Plan
from blog.newsroom.errors import Invalid
from blog.newsroom.transaction import current_time
from blog.text import clock, guidance
from blog.text.numbers import whole_number
from blog.translation import _, ngettext
from blog.web.desk import bp, responses, times
from blog.web.desk.auth import rate_limit_key, reporter
from blog.web.desk.forms import Form, submitted
from blog.web.desk.redisplay import redisplays
from blog.web.desk.schedule import stop_named
from blog.web.desk.set_up_page import editable_visit, typed
from blog.web.limits import POSTS


def _page(form: Form, slug: str) -> str:
    visit = editable_visit(slug)
    rows = min(whole_number(str(form.values.get("rows", ""))) or 0, guidance.MOST_ROWS)
    return render_template("desk/schedule/guidance.html", visit=visit, rows=rows, sent={"guidance": form})


@bp.get("/visits/<slug>/schedule/guidance", endpoint="guidance_form")
def guidance_form(slug: str) -> str:
    visit = editable_visit(slug)
    here = visit.here
    today = current_time() if here is None else here.local(current_time())
    return _page(Form({"stop": visit.here_key, "day": today.date().isoformat()}), slug)


@bp.post("/visits/<slug>/schedule/guidance", endpoint="guidance")
@limiter.limit(POSTS, key_func=rate_limit_key)
@redisplays(_page)
def read_guidance(slug: str) -> Response | str:
    visit = editable_visit(slug)
    stop = stop_named(visit)
    if typed("action") != "save":
        return _page(_read(), slug)
    count = newsroom.engagements.plan_all(visit.id, reporter().id, typed("stop"), _wanted(visit, stop))
    message = ngettext("%(num)s event is on the schedule.", "%(num)s events are on the schedule.", count)
    flash(message, "list")
    return responses.go_to(url_for("desk.schedule", slug=slug))


def _read() -> Form:
    """The form with one row for each event that could be read. Raises Invalid."""
    text, day = typed("text"), clock.day_of(typed("day"))
    if day is None:
        raise Invalid(day=_("Write the day as 2010-03-04."))
    if not text.strip():
        raise Invalid(text=_("Paste the guidance here."))
    if len(text) > BODY_CHARACTERS:
        raise Invalid(text=_("The guidance is too long. Paste it in parts."))
    form = submitted()
    found = guidance.read(text, day)
    values: dict[str, Any] = {**form.values, "rows": str(len(found))}
    for index, row in enumerate(found):
        at = {"begins_at": row.begins, "ends_at": row.ends, "call_at": row.call}
        texts = {"title": row.title, "place": row.place, "access": row.access, "gathering": row.gathering}
        filled = {
            **texts,
            "note": row.text,
            **{name: clock.typed(local) if local else "" for name, local in at.items()},
        }
        values |= {f"{name}-{index}": value for name, value in filled.items()}
        values[f"take-{index}"] = "1"
    form.values = values
    return form


def _wanted(visit: Visit, stop: Stop | None) -> dict[int, Plan]:
    """What the rows say that are to be taken, by their place. Raises Invalid."""
    rows = range(min(whole_number(typed("rows")) or 0, guidance.MOST_ROWS))
    found: dict[int, Plan] = {}
    for index in (each for each in rows if request.form.get(f"take-{each}")):
        texts: dict[str, Any] = {name: typed(f"{name}-{index}") for name in PLAN_TEXTS}
        at: dict[str, Any] = {name: times.parse(f"{name}-{index}", stop) for name in PLAN_TIMES}
        found[index] = Plan(**texts, **at)
    if not found:
        raise Invalid(rows=_("Choose at least one event."))
    return found
