"""Acts with notes to the desk, for the convergence of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from blog import newsroom
from blog.models import DeskVerb
from blog.newsroom.posts import Post
from tests.action_context import ActionContext

Act = Callable[[ActionContext], object]

NOTED = {DeskVerb.NOTE, DeskVerb.REPORT, DeskVerb.RESOLVE, DeskVerb.REOPEN, DeskVerb.DELETE_NOTE}
NOTED |= {DeskVerb.HAND_OVER, DeskVerb.READ_HANDOVER}


def note_actions(context: ActionContext, edited: str, waiting: list[str]) -> Iterator[tuple[DeskVerb, Act]]:
    """Notes on what is published, on what waits, and on a draft that becomes public; and a handover note."""
    talks, notes, written = context.talks, newsroom.notes, list[int]()
    handed_over: list[int] = []
    rita, ed = (talks.visit_id, talks.reporter_id), (talks.visit_id, talks.editor_id)

    def note(
        by: tuple[int, int], about: Callable[[], str], text: str = "@reporter, who says so?"
    ) -> tuple[DeskVerb, Act]:
        return DeskVerb.NOTE, lambda _: written.append(notes.write(*by, text, about=about()).note_id)

    yield note(rita, lambda: "", "@editor, who is at the airport?")
    yield note(ed, lambda: edited)
    yield DeskVerb.REPORT, lambda _: newsroom.reports.report(talks.visit_id, edited, "The date is wrong.")
    yield note(ed, lambda: waiting[0])
    yield note(ed, lambda: waiting[1])
    draft = newsroom.drafts.save(*rita, Post("A draft with a note."))
    yield note(rita, lambda: draft)
    yield DeskVerb.RESOLVE, lambda _: notes.resolve(*rita, written[1])
    yield DeskVerb.RESOLVE, lambda _: notes.resolve(*ed, written[0])
    yield DeskVerb.REOPEN, lambda _: notes.reopen(*ed, written[1])
    yield DeskVerb.DELETE_NOTE, lambda _: notes.remove(*ed, written[2])
    yield DeskVerb.DELETE_NOTE, lambda _: newsroom.handins.discard(*ed, waiting.pop(1))
    yield DeskVerb.RELEASE, lambda _: newsroom.drafts.publish(*rita, draft, Post("Published with a note."), version=1)
    yield DeskVerb.HAND_OVER, lambda _: newsroom.handovers.hand_over(*rita, who_is_on="Ed")
    yield DeskVerb.HAND_OVER, lambda _: handed_over.append(newsroom.handovers.hand_over(*ed, promised="A call at six."))
    yield DeskVerb.READ_HANDOVER, lambda _: newsroom.handovers.dismiss(*rita, handed_over[0])
    yield DeskVerb.CHANGE_UPDATE, lambda _: talks.edit(edited, "Reworded under its note.", version=1)
