"""Renders what events changed of the team of a visit: its names at the desk, and those that forms suggest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import render_template

from blog.models import DeskEvent, Reporter, Visit
from blog.models.desk_event import OF_TEAMS
from blog.queries import accounts
from blog.wire.fragments import partial

# The lists that fields suggest names from: of the composer, of an edit, of a note.
_SUGGESTIONS = "#new-team, #edit-team, #note-team"


def of_events(visit: Visit, events: Sequence[DeskEvent], account: Reporter) -> Iterator[str]:
    """The team as it is now, if one of these events changed it. Who may not change it gets the names alone."""
    if not any(event.verb in OF_TEAMS for event in events):
        return
    inputs = {"visit": visit, "team": accounts.team(visit.id), "current_user": account}
    yield partial("#team", "outerMorph", render_template("desk/panels/_team.html", **inputs))
    yield partial(_SUGGESTIONS, "innerMorph", render_template("desk/composer/_team_options.html", **inputs))
    members = accounts.members(visit.id)
    yield partial("#members", "outerMorph", render_template("desk/team/_members.html", **inputs, members=members))
