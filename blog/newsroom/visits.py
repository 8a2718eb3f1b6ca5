"""Visits: open one, describe it, change its status."""

from __future__ import annotations

import re

from sqlalchemy import delete, select

from blog.models import (
    Banner,
    Delegation,
    Event,
    Membership,
    Reporter,
    Role,
    Speaker,
    Status,
    Stop,
    Topic,
    Update,
    Verb,
    Visit,
)
from blog.models.visit import new_epoch
from blog.newsroom import record
from blog.newsroom.errors import Invalid, Refused
from blog.newsroom.record import Change, verb
from blog.newsroom.wording import clean, too_long
from blog.text.slugs import is_slug

TITLE_CHARACTERS = 300
SUMMARY_CHARACTERS = 2_000


def open_visit(slug: str, *, title: str, summary: str = "", notice: str = "", lang: str = "en") -> int:
    """Opens a new, upcoming visit to which every account of the desk belongs. Returns its id.

    Raises Invalid for a slug that cannot stand in an address, and Refused for one that is taken.
    """
    errors: dict[str, str] = {}
    if not is_slug(slug):
        errors["slug"] = "A slug has small letters, digits and single hyphens, such as beijing-2010."
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", lang):
        errors["lang"] = "Give the language as a tag such as en or zh-Hans."
    title = _title(title, errors)
    if errors:
        raise Invalid(**errors)
    with record.transaction() as session:
        if session.scalar(select(Visit.id).where(Visit.slug == slug)):
            raise Refused(f"There is a visit {slug} already. Choose another slug.")
        visit = Visit(slug=slug, title=title, summary=clean(summary), notice=clean(notice), lang=lang)
        visit.created_at = record.present()
        record.found(session, visit)
        members = session.scalars(select(Reporter.id).where(Reporter.active))
        session.add_all(Membership(reporter_id=reporter_id, visit_id=visit.id) for reporter_id in members)
        return visit.id


@verb(Role.EDITOR)
def describe(change: Change, *, title: str, summary: str, notice: str | None = None) -> None:
    """Changes the title, the summary and the notice that stand at the top of the page."""
    errors: dict[str, str] = {}
    title = _title(title, errors)
    too_long(errors, "summary", "The summary", clean(summary), SUMMARY_CHARACTERS)
    if errors:
        raise Invalid(**errors)
    visit = change.visit
    words = (title, clean(summary), visit.notice if notice is None else clean(notice))
    if words != (visit.title, visit.summary, visit.notice):
        visit.title, visit.summary, visit.notice = words
        change.log(Verb.DESCRIBE)


@verb(Role.EDITOR)
def set_status(change: Change, status: str) -> None:
    """Says whether the visit is upcoming, live, paused or ended."""
    if status not in tuple(Status):
        raise Invalid(status=f"Choose one of {', '.join(Status)}.")
    if change.visit.status != status:
        change.visit.status = Status(status)
        change.log(Verb.SET_STATUS)


@verb(Role.ADMIN)
def begin_again(change: Change) -> None:
    """Empties a visit and gives its log a new life; pages that are open load again. Nothing can bring it back."""
    visit, session = change.visit, change.session
    for table in (Update, Banner, Event, Stop, Speaker, Delegation, Topic):
        session.execute(delete(table).where(table.visit_id == visit.id))
    visit.epoch, visit.published, visit.status = new_epoch(), 0, Status.UPCOMING
    change.restart()
    change.log(Verb.OPEN)


def _title(text: str, errors: dict[str, str]) -> str:
    title = " ".join(clean(text).split())
    if not title:
        errors["title"] = "Give the visit a title: readers see it at the top of the page."
    too_long(errors, "title", "The title", title, TITLE_CHARACTERS)
    return title
