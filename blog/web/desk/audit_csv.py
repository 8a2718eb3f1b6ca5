"""The audit as CSV (RFC 4180), one line for each entry."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from blog.queries.audit import Recorded
from blog.translation import _
from blog.web.desk import audit_sentences

COLUMNS = (
    *("number", "at", "visit", "act", "sentence", "who", "who_id", "about", "about_id", "subject", "detail", "count"),
    *("door", "address", "session", "key", "hash"),
)
# A spreadsheet would take a cell that begins with one of these for a formula.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def _written(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([_safe(cell) for cell in cells])
    return line.getvalue()


def _safe(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULAS) else text


HEAD = _written(COLUMNS)


def line(recorded: Recorded) -> str:
    """The line of an entry. What is still being counted has neither number nor hash."""
    entry = recorded.entry
    who, about = who_of(recorded), entry.about_name or (former() if entry.is_about_erased else "")
    said = _(audit_sentences.sentence_of(entry), who=who, about=about, what=entry.subject, detail=entry.detail)
    return _written(
        (
            *(entry.number, entry.at.isoformat(), recorded.slug, entry.act, said),
            *(who, entry.actor_id, about, entry.about_id),
            *(entry.subject, entry.detail, entry.count),
            *(entry.door.value, entry.address, entry.session_id, entry.key_id, entry.hash),
        )
    )


def who_of(recorded: Recorded) -> str:
    """Who acted, by name; empty for a stranger."""
    entry = recorded.entry
    if entry.is_actor_erased:
        return former()
    return entry.actor_name or ("" if entry.actor_digest or entry.address else "Dateline")


def former() -> str:
    """What stands for an account that was erased."""
    return _("a former colleague")
