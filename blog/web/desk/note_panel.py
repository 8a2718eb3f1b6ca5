"""What the panel with the notes to the desk shows: the notes, whom they mention, and what they are on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for

from blog.models import DeskNote, Reporter, State, Update, Visit
from blog.queries import notes
from blog.text import mentions
from blog.text.mentions import Mention, Person
from blog.translation import _
from blog.web.desk import bp
from blog.web.desk.auth import reporter
from blog.web.desk.forms import Form
from blog.web.template_filters import address_of

TITLE_CHARACTERS = 60


@dataclass(frozen=True)
class Link:
    """Where a note leads to; `goto` where the update may be on the page."""

    address: str
    words: str
    goto: bool = False


def inputs(visit: Visit, about: Update | None = None, form: Form | None = None) -> dict[str, Any]:
    """The inputs of the panel: for the whole visit, or for one update."""
    found = notes.on_update(about, reporter()) if about else notes.of_visit(visit.id, reporter())
    return {"notes": found, "about": about, "note_form": form}


@bp.app_template_global()
def note_pieces(note: DeskNote) -> Iterator[tuple[str, bool]]:
    """The text of a note in pieces, each with whether it mentions a colleague."""
    if note.report:
        yield note.report.text, False
        return
    people = [Person(one.id, one.name, one.email) for one in note.mentions]
    for piece in mentions.split(note.text, people):
        yield (piece.text, bool(piece.people)) if isinstance(piece, Mention) else (piece, False)


@bp.app_template_global()
def note_link(visit: Visit, update: Update, account: Reporter) -> Link:
    """Leads to the update that a note is on: in the stream, or where one continues it.

    A draft's author alone is told when its words change: others are not shown them.
    """
    permalink = address_of(visit, update.public_id)
    if update.state is State.WITHDRAWN:
        return Link(permalink, _("a withdrawn update"), goto=True)
    if update.number:
        return Link(permalink, update.title(TITLE_CHARACTERS), goto=True)
    edit = url_for("desk.update", slug=visit.slug, public_id=update.public_id)
    if not update.is_known_to(account.id):
        return Link(edit, _("a colleague’s draft"))
    return Link(edit, update.title(TITLE_CHARACTERS))
