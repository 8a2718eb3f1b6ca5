"""Looks in a text that must not say who told it for names and titles: of the visit's people, and of one that is typed.

The typed name is an argument and nothing else: it is in no row, no log and no sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blog.models import MediaFile, Speaker, State, Update, Visit
from blog.newsroom.errors import Invalid, NamesSomebody
from blog.newsroom.posts import Post
from blog.newsroom.transaction import Transaction
from blog.newsroom.wording import visible_line
from blog.text import markdown
from blog.text.excerpt import plain
from blog.text.name_finding import SearchedText, Wanted
from blog.translation import N_, _

# Nobody looks through these again before readers see them.
CHECKED = (State.PUBLISHED, State.SCHEDULED, State.HELD)
# Where a name can stand, and what the place is called.
_PLACES = {
    "headline": N_("The headline"),
    "body": N_("The text"),
    "agreed_words": N_("The agreed wording"),
    "source": N_("The source"),
    "source_url": N_("The link to the source"),
    "note": N_("The note for readers"),
    "media": N_("What is said of a picture or document"),
    "card": N_("The card of a link"),
}

Texts = Sequence[tuple[str, SearchedText]]


def check(
    session: Session, visit: Visit, update: Update, *, typed: str = "", note: str = "", asks: bool = True
) -> None:
    """Raises Invalid where a text names the typed name, and NamesSomebody where `asks` and one of the visit's people.

    Nothing is looked for in an update that is on the record, but for a name that is typed.
    """
    asks = asks and update.names_nobody
    if not typed and not asks:
        return
    texts = [(place, SearchedText(text)) for place, text in (*_texts(update), ("note", note))]
    if typed and (place := _first(texts, Wanted(typed))):
        sentence = _("%(place)s contains the name that you typed for this check.", place=_(_PLACES[place]))
        raise Invalid(unnamed=sentence)
    for wanted in _people(session, visit.id) if asks else ():
        if place := _first(texts, wanted):
            raise NamesSomebody(
                _(
                    "%(place)s says “%(name)s”, but this must not name its source. Go on all the same?",
                    place=_(_PLACES[place]),
                    name=wanted.text,
                )
            )


def check_post(tx: Transaction, post: Post, update: Update, *, for_readers: bool = True, note: str = "") -> None:
    """The same for an update that has the wording of a post."""
    asks = for_readers and not post.may_name
    check(tx.session, tx.visit, update, typed=visible_line(post.unnamed), note=note, asks=asks)


def check_note(session: Session, update: Update, note: str) -> None:
    """Raises Invalid if a note that replaces the text names one of the visit's people and the update must not."""
    if names_somebody(session, update, note):
        raise Invalid(note=_("The note names one of the visit's people, but the update must not name its source."))


def check_described(session: Session, file: MediaFile, shown_by: Iterable[Update], columns: Mapping[str, Any]) -> None:
    """Raises Invalid if new words on a file name one of the visit's people and an update that shows it must not."""
    bound = any(update.names_nobody for update in shown_by)
    for field in ("alt", "caption", "credit") if bound else ():
        now, before = SearchedText(columns.get(field, "")), SearchedText(getattr(file, field))
        for wanted in _people(session, file.visit_id):
            if now.has(wanted) and not before.has(wanted):
                sentence = _(
                    "This is shown by a text that must not name its source. Remove “%(name)s”.", name=wanted.text
                )
                raise Invalid(**{field: sentence})


def names_somebody(session: Session, update: Update, text: str) -> bool:
    """Whether a text names one of the visit's people although the update must not say who told it."""
    return update.names_nobody and any(map(SearchedText(text).has, _people(session, update.visit_id)))


def _first(texts: Texts, wanted: Wanted) -> str:
    """The first place where a name stands; empty if it stands nowhere."""
    return next((place for place, text in texts if text.has(wanted)), "")


def _texts(update: Update) -> Iterator[tuple[str, str]]:
    yield "body", f"{plain(update.html)}\n{update.body}"  # addresses of links, too
    for name in ("headline", "agreed_words", "source", "source_url"):
        yield name, getattr(update, name)
    for file in update.media:
        yield "media", _said_of(file)
    yield "card", update.linked_words(markdown.addresses_of_cards(update.body))


def _said_of(file: MediaFile) -> str:
    return "\n".join((file.name, file.alt, file.caption, file.credit))


def _people(session: Session, visit_id: int) -> Iterator[Wanted]:
    """The names and titles of the visit's people; names first."""
    people = session.scalars(select(Speaker).where(Speaker.visit_id == visit_id)).all()
    yield from (Wanted(one.name) for one in people)
    titles = (title for one in people for title in (one.title, *(dated.title for dated in one.all_titles)))
    yield from (Wanted(title, is_title=True) for title in titles if title)
