"""API operations on notes to the desk, which colleagues alone read."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import fields

from blog import newsroom
from blog.schemas.base import Answer, Fields, dumped
from blog.schemas.fields import Number
from blog.translation import N_
from blog.web.api import writing
from blog.web.api.authentication import holder, own_visit
from blog.web.api.bodies import ChangedNote, NewNote
from blog.web.api.operations import links_to


def _names(attribute: str, about: str) -> fields.List[str]:
    return fields.List(fields.String(), attribute=attribute, metadata={"description": about})


class WrittenNote(Answer):
    """A note that was written."""

    id = Number(N_("The id of the note."), attribute="note_id")
    unknown_names = _names("unknown", N_("The `@names` that mean nobody of the team."))
    ambiguous_names = _names("ambiguous", N_("Those that mean several."))
    unreached_names = _names("unreached", N_("Colleagues who do not see the text that it is on."))

    class Meta(Fields.Meta):
        fields = ("id", "unknown_names", "ambiguous_names", "unreached_names")


@writing.operation(
    "POST",
    "/visits/<slug>/notes",
    WrittenNote,
    status=201,
    body=NewNote,
    links=links_to("note_id", "id", "change_note", "delete_note"),
)
def write_note(body: dict[str, Any], slug: str) -> Response:
    """Write a note to the desk

    The same note sent twice within a minute is one.
    """
    visit = own_visit(slug)
    written = newsroom.notes.write(visit.id, holder(), body.get("text", ""), about=body.get("update", ""))
    return writing.answer(dumped(WrittenNote(), written), 201)


@writing.operation("PATCH", "/visits/<slug>/notes/<int:note_id>", None, status=204, body=ChangedNote)
def change_note(body: dict[str, Any], slug: str, note_id: int) -> Response:
    """Resolve a note, or reopen it"""
    visit = own_visit(slug)
    if "resolved" in body:
        act = newsroom.notes.resolve if body["resolved"] else newsroom.notes.reopen
        act(visit.id, holder(), note_id)
    return writing.answer(None, 204)


@writing.operation("DELETE", "/visits/<slug>/notes/<int:note_id>", None, status=204)
def delete_note(slug: str, note_id: int) -> Response:
    """Delete a note of the account"""
    newsroom.notes.remove(own_visit(slug).id, holder(), note_id)
    return writing.answer(None, 204)
