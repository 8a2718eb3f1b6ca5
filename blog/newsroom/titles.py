"""The titles of speakers over time: checks them, and gives an update the one of its day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import object_session

from blog.models import Speaker, Stop, Update, Visit
from blog.models.limits import NAME_CHARACTERS, TITLES_KEPT
from blog.newsroom.errors import Invalid
from blog.text import clock, titles
from blog.text.excerpt import shortened
from blog.text.titles import NoTitle
from blog.translation import _


def check(lines: str, sides: Iterable[str]) -> str:
    """The lines of titles, in order. Raises Invalid with a sentence that names the line in error."""
    try:
        found = titles.read(lines)
    except NoTitle as error:
        line = shortened(str(error), 80)
        sentence = _("Write each title as 2010-03-04 | en | Spokesman, not as “%(line)s”.", line=line)
        raise Invalid(titles=sentence) from error
    if len(found) > TITLES_KEPT:
        raise Invalid(titles=_("Give at most %(most)s titles.", most=TITLES_KEPT))
    known = set(sides)
    for dated in found:
        if len(dated.title) > NAME_CHARACTERS:
            raise Invalid(titles=_("A title can have at most %(most)s characters.", most=NAME_CHARACTERS))
        if dated.by and dated.by not in known:
            key = shortened(dated.by, 80)
            raise Invalid(titles=_("The visit has no side %(key)s that could style a title.", key=key))
    if len({(dated.since, dated.lang, dated.by) for dated in found}) < len(found):
        raise Invalid(titles=_("Two titles begin on the same day in the same language. Keep one of them."))
    return titles.written(found)


def of_day(speaker: Speaker, moment: datetime, stop: Stop | None) -> str:
    """The title of a speaker on the local day of a stop, in the visit's language.

    The current one where none is known.
    """
    if not speaker.titles:
        return speaker.title
    day = clock.at(moment, stop.zone if stop else "UTC").date()
    return titles.on(speaker.all_titles, day, _lang_of(speaker), speaker.delegation.key) or speaker.title


def follow(update: Update) -> None:
    """Gives an update that is published now, and does not say when it was said, the title of this day."""
    if update.speaker and update.speaker.titles and update.published_at and not update.told_at:
        update.speaker_title = of_day(update.speaker, update.published_at, update.stop)


def _lang_of(speaker: Speaker) -> str:
    """The language of the speaker's visit, which the session has."""
    session = object_session(speaker)
    visit = session.get(Visit, speaker.visit_id) if session else None
    return visit.lang if visit else ""
