"""Keeps every published version of an update, and checks what an edit must say about itself."""

from __future__ import annotations

from collections.abc import Sequence

from blog.models import EditKind, MediaChange, Revision, Update
from blog.models.update import WORDING
from blog.newsroom import posts
from blog.newsroom.errors import Invalid
from blog.newsroom.public_notes import check_note
from blog.newsroom.transaction import Transaction
from blog.translation import N_, _

_WHAT_WAS_WRONG = N_("Say what was wrong and what is right: readers see this note under the text.")
_WHY_STANDING = N_("Say why the standing changes: readers see this note beside “Now %(now)s, was %(was)s”.")
_NOT_A_TYPO = N_("A new standing is more than a typo. Choose an update or a correction, and say why it changes.")
_NEW_MEDIA = N_("A new picture or document is more than a typo. Choose an update or a correction.")
_LOST_MEDIA = N_("Readers have seen what you remove or replace. Choose a correction, and say what was wrong.")


def check_edit(update: Update, edited: posts.CheckedPost | Update, kind: str, note_text: str) -> tuple[EditKind, str]:
    """Validates the kind of an edit and its public note. Raises Invalid.

    A correction needs a note. So does a new standing, which is never a typo: it must not change unnoticed. A picture
    that readers have seen is taken away or replaced by a correction alone.
    """
    standing = edited.standing
    if kind not in (EditKind.TYPO, EditKind.UPDATE, EditKind.CORRECTION):
        raise Invalid(change=_("Choose what kind of change this is: a typo, an update or a correction."))
    standing_changes = standing is not update.standing
    if standing_changes and kind == EditKind.TYPO:
        raise Invalid(change=_(_NOT_A_TYPO))
    _check_media_change(MediaChange.between(update.media_ids, [file.public_id for file in edited.media]), kind)
    needed = _(_WHAT_WAS_WRONG) if kind == EditKind.CORRECTION else ""
    if standing_changes and not needed:
        needed = _(_WHY_STANDING, now=standing, was=update.standing)
    return EditKind(kind), check_note(note_text, needed=needed)


def _check_media_change(change: MediaChange, kind: str) -> None:
    if change in (MediaChange.REMOVED, MediaChange.REPLACED) and kind != EditKind.CORRECTION:
        raise Invalid(change=_(_LOST_MEDIA))
    if change is MediaChange.ADDED and kind == EditKind.TYPO:
        raise Invalid(change=_(_NEW_MEDIA))


def add_revision(
    tx: Transaction,
    update: Update,
    seq: int,
    kind: EditKind = EditKind.FIRST,
    note: str = "",
    *,
    was: str = "",
    shown: Sequence[str] | None = None,
) -> None:
    """Records the current version as a revision. `was` is the standing before the edit, and `shown` what it showed."""
    revision = Revision(
        update_id=update.id,
        number=update.version,
        seq=seq,
        change=kind,
        note=note,
        at=tx.at,
        by_id=tx.by_id,
        standing_before="" if was == update.standing else was,
        media_ids=" ".join(update.media_ids),
        media_change=MediaChange.NONE if shown is None else MediaChange.between(shown, update.media_ids),
        **{name: getattr(update, name) for name in WORDING},
    )
    tx.session.add(revision)


def erase_revisions(update: Update) -> None:
    """Erases the text of every revision; the revisions themselves remain."""
    for revision in update.revisions:
        revision.note = ""
        revision.blank()
