"""The wordings that were published: what a new one must say about itself, and the revision that keeps it."""

from __future__ import annotations

from blog.models import EditKind, Revision, Standing, Update
from blog.newsroom import posts, source
from blog.newsroom.errors import Invalid
from blog.newsroom.transaction import Transaction

_WHAT_WAS_WRONG = "Say what was wrong and what is right: readers see this sentence under the text."
_WHY_FIRMER = "Say why the standing changes: readers see this sentence beside “Now {}, was {}”."
_NO_TYPO = "Another standing is more than a slip of spelling. Choose an update or a correction, and say why it changes."


def check_edit(update: Update, standing: Standing, reason: str, note_text: str) -> tuple[EditKind, str]:
    """Why a published update changes, and the public note on it.

    A correction needs a note, and so does another standing, which is never a typo: how firm a thing is must not change
    unseen. Raises Invalid.
    """
    if reason not in (EditKind.TYPO, EditKind.UPDATE, EditKind.CORRECTION):
        raise Invalid(change="Say what kind of change this is: a typo, an update or a correction.")
    firmer = standing is not update.standing
    if firmer and reason == EditKind.TYPO:
        raise Invalid(change=_NO_TYPO)
    needed = _WHAT_WAS_WRONG if reason == EditKind.CORRECTION else ""
    if firmer and not needed:
        needed = _WHY_FIRMER.format(standing, update.standing)
    return EditKind(reason), posts.check_note(note_text, needed=needed)


def add_revision(
    tx: Transaction, update: Update, seq: int, reason: EditKind = EditKind.FIRST, note: str = "", *, was: str = ""
) -> None:
    """Keeps the present wording for good. `was` is the standing before it."""
    revision = Revision(
        update_id=update.id,
        number=update.version,
        seq=seq,
        change=reason,
        note=note,
        at=tx.at,
        by_id=tx.by_id,
        standing=update.standing,
        standing_before="" if was == update.standing else was,
        headline=update.headline,
        body=update.body,
        html=update.html,
    )
    source.source_of(update).apply_to(revision)
    tx.session.add(revision)


def erase_revisions(update: Update) -> None:
    """Empties every wording that was ever published; that there were some stays known."""
    for revision in update.revisions:
        revision.headline = revision.body = revision.html = revision.note = ""
        source.NO_SOURCE.apply_to(revision)
