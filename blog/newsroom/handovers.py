"""Hands the desk of a visit over from one shift to the next."""

from __future__ import annotations

from blog.models import DeskVerb, Handover, HandoverRead
from blog.models.limits import HANDOVER_CHARACTERS
from blog.newsroom.errors import Invalid
from blog.newsroom.transaction import Transaction, verb
from blog.newsroom.wording import check_length, visible
from blog.text.cleaning import clean
from blog.translation import N_, _

FIELDS = {
    "who_is_on": N_("“Who is on”"),
    "what_waits": N_("“What waits”"),
    "promised": N_("“What was promised”"),
}


@verb()
def hand_over(tx: Transaction, *, who_is_on: str = "", what_waits: str = "", promised: str = "") -> int:
    """Writes a handover note, which every colleague is shown until they have dismissed it; returns its id."""
    given = {"who_is_on": who_is_on, "what_waits": what_waits, "promised": promised}
    texts, errors = {name: visible(clean(text)) for name, text in given.items()}, dict[str, str]()
    for name, text in texts.items():
        check_length(errors, name, _(FIELDS[name]), text, HANDOVER_CHARACTERS)
    if not any(texts.values()):
        errors["promised"] = _("Write what the next shift should know.")
    if errors:
        raise Invalid(**errors)
    handover = Handover(visit_id=tx.visit.id, author_id=tx.by_id, created_at=tx.at, **texts)
    tx.session.add(handover)
    tx.session.flush()
    _note_read(tx, handover.id)
    tx.tell_desk(DeskVerb.HAND_OVER, str(handover.id))
    return handover.id


@verb()
def dismiss(tx: Transaction, handover_id: int) -> None:
    """Notes that the account has read the handover notes of a visit up to this one."""
    handover = tx.session.get(Handover, handover_id)
    is_here = handover is not None and handover.visit_id == tx.visit.id
    if is_here and _note_read(tx, handover_id):
        tx.tell_desk(DeskVerb.READ_HANDOVER, str(handover_id), only=tx.by_id)


def _note_read(tx: Transaction, handover_id: int) -> bool:
    """Whether that is news."""
    if tx.by_id is None:
        return False
    read = tx.session.get(HandoverRead, (tx.by_id, tx.visit.id))
    if read is None:
        tx.session.add(HandoverRead(reporter_id=tx.by_id, visit_id=tx.visit.id, handover_id=handover_id))
        return True
    is_news = handover_id > read.handover_id
    read.handover_id = max(read.handover_id, handover_id)
    return is_news
