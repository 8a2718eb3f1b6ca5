"""Takes in the errors that readers report: as notes to the desk, which readers' pages do not show."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import func, select

from blog.models import DeskNote, DeskVerb, ReaderReport, State, Status, Update
from blog.models.limits import EMAIL_CHARACTERS, REPORT_CHARACTERS
from blog.newsroom import noted
from blog.newsroom.errors import Invalid, NotFound, Refused
from blog.newsroom.transaction import Transaction, verb
from blog.newsroom.updates import find
from blog.newsroom.wording import check_length, visible, visible_line
from blog.permissions import SYSTEM
from blog.text.cleaning import clean
from blog.translation import _

# So that strangers cannot crowd out what colleagues tell each other.
MOST_OPEN = 50
# The same report again within so short a time was sent twice.
ONCE = timedelta(minutes=10)
_EMAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\".]+(?:\.[^\s@<>\".]+)+")


def report(visit_id: int, public_id: str, text: str, *, email: str = "") -> None:
    """Writes a reader's report of an error in a published update. Raises Invalid, NotFound, or Refused when too many
    wait already."""
    words, address, errors = visible(clean(text)), visible_line(email), dict[str, str]()
    if not words:
        errors["text"] = _("Write what is wrong.")
    check_length(errors, "text", _("The report"), words, REPORT_CHARACTERS)
    if address and (len(address) > EMAIL_CHARACTERS or not _EMAIL.fullmatch(address)):
        errors["email"] = _("Write an address such as name@example.org, or leave this empty.")
    if errors:
        raise Invalid(**errors)
    _take_in(visit_id, SYSTEM, public_id, words, address)


@verb()
def _take_in(tx: Transaction, public_id: str, text: str, email: str) -> None:
    update = find(tx, public_id)
    if update.state is not State.PUBLISHED or tx.visit.status is Status.HELD:
        raise NotFound(_("This update is no longer published."))
    if _sent_before(tx, update, text):
        return
    if _open(tx) >= MOST_OPEN:
        raise Refused(_("The newsroom has many reports to read at the moment. Try again later."))
    note = DeskNote(visit_id=tx.visit.id, update=update, text="", created_at=tx.at)
    note.report = ReaderReport(text=text, email=email)
    tx.session.add(note)
    tx.session.flush()
    noted.tell(tx, DeskVerb.REPORT, note)


def _sent_before(tx: Transaction, update: Update, text: str) -> bool:
    same = select(DeskNote.id).join(DeskNote.report).where(DeskNote.update_id == update.id, ReaderReport.text == text)
    return tx.session.scalar(same.where(DeskNote.created_at > tx.at - ONCE).limit(1)) is not None


def _open(tx: Transaction) -> int:
    """How many reports of the visit nobody has resolved."""
    waiting = select(func.count()).select_from(DeskNote).join(DeskNote.report)
    return tx.session.scalar(waiting.where(DeskNote.visit_id == tx.visit.id, DeskNote.resolved_at.is_(None))) or 0
