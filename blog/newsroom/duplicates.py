"""Detects duplicates: the same form sent twice is one update; the same text from elsewhere needs a confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from sqlalchemy import Select, and_, bindparam, literal, or_, select, union_all

from blog.models import Revision, State, Update
from blog.newsroom.errors import Duplicate, Invalid
from blog.newsroom.posts import Post
from blog.newsroom.times import local_time
from blog.newsroom.transaction import Transaction
from blog.newsroom.wording import visible, visible_line
from blog.text.cleaning import clean
from blog.translation import _

CLIENT_KEY_CHARACTERS = 80
# The same text after this time is meant as a new update.
DUPLICATE_WINDOW = timedelta(minutes=10)
# Search only this many of the newest updates; no visit publishes more in that window.
SEARCHED_UPDATES = 1_000
_FORM, _PUBLISHED, _WAITING = "form", "published", "waiting"


class SentBefore(str):
    """The public id of an update that was made when the same form was sent before."""


@dataclass(frozen=True)
class Earlier:
    """What was sent before: `with_the_form` the update that the same form made, and `same_text` one that the account
    has recently published or submitted."""

    with_the_form: Update | None = None
    same_text: Update | None = None

    def ask_about_text(self) -> None:
        """Raises Duplicate if there is one with the same text."""
        if twin := self.same_text:
            question = _(
                "You already sent this text (%(outcome)s). Send it again as a new update?",
                outcome=describe_outcome(twin),
            )
            raise Duplicate(question, twin.public_id)


def sent_before(tx: Transaction, client_key: str, post: Post, *, asks: bool, but: Update | None = None) -> Earlier:
    """Looks for what was sent before, in one statement; with `asks` also for the same text, but in the update `but`.

    Raises Duplicate when the form has a different text now, which would be lost.
    """
    if len(client_key) > CLIENT_KEY_CHARACTERS:
        raise Invalid(client_key=_("The client key is too long (maximum %(maximum)s).", maximum=CLIENT_KEY_CHARACTERS))
    found = _found(tx, client_key, post, asks=asks, but=but)
    before = found.get(_FORM)
    if before and before.author_id != tx.by_id:
        raise Invalid(
            client_key=_(
                "This form was already used by another account. Copy your text, reload the page and send it again."
            )
        )
    if before and _text_of(post) not in _known_texts(before):
        question = _(
            "This form already sent a different text (%(outcome)s). Is this one a new update?",
            outcome=describe_outcome(before),
        )
        raise Duplicate(question, before.public_id)
    return Earlier(before, found.get(_PUBLISHED) or found.get(_WAITING))


def _found(tx: Transaction, client_key: str, post: Post, *, asks: bool, but: Update | None) -> dict[str, Update]:
    """The update that the form made, and the newest ones with the same text, by where they were found."""
    if not (client_key or asks):
        return {}
    headline, body = _text_of(post)
    values = {"visit_id": tx.visit.id, "client_key": client_key, "by_id": tx.by_id, "but_id": but.id if but else 0}
    values |= {"headline": headline, "body": body, "since": tx.at - DUPLICATE_WINDOW}
    values["above"] = tx.visit.published - SEARCHED_UPDATES
    with tx.session.no_autoflush:
        rows = tx.session.execute(_prepared(bool(client_key), asks), values).all()
    return {row[0]: row[1] for row in rows}


@cache
def _prepared(has_key: bool, asks: bool) -> Select[str, Update]:
    """The statement: one part for each place, each with an index of its own."""
    of_visit = select(Update.id).where(Update.visit_id == bindparam("visit_id"))
    parts = {_FORM: of_visit.where(Update.client_key == bindparam("client_key"))} if has_key else {}
    if asks:
        own = of_visit.where(Update.author_id == bindparam("by_id"), Update.id != bindparam("but_id"))
        newest = own.order_by(Update.id.desc()).limit(1)
        parts |= {_PUBLISHED: newest.where(*_IS_PUBLISHED), _WAITING: newest.where(*_IS_WAITING)}
    ids = union_all(*(select(literal(where).label("place"), part.subquery().c.id) for where, part in parts.items()))
    named = ids.subquery()
    return select(named.c.place, Update).join(Update, Update.id == named.c.id)


_SAME = and_(Update.headline == bindparam("headline"), Update.body == bindparam("body"))
_SAME_FIRST = and_(Revision.headline == bindparam("headline"), Revision.body == bindparam("body"))
_IS_PUBLISHED = (
    Update.number > bindparam("above"),
    Update.state == State.PUBLISHED,
    Update.published_at >= bindparam("since"),
    or_(_SAME, Update.revisions.any(_SAME_FIRST)),
)
_IS_WAITING = (
    Update.number.is_(None),
    Update.state.in_((State.SUBMITTED, State.RETURNED, State.SCHEDULED, State.HELD)),
    Update.created_at >= bindparam("since"),
    _SAME,
)


def describe_outcome(update: Update) -> str:
    """What became of an update that was sent before, as a part of a sentence: `published at 18.10 Tokyo`."""
    if update.published_at:
        return _("published at %(time)s", time=local_time(update.published_at, update.stop))
    if update.due_at:
        return _("scheduled for %(time)s", time=local_time(update.due_at, update.stop))
    if update.state is State.RETURNED:
        return _("returned to you")
    if update.state is State.HELD:
        return _("under embargo")
    return _("handed to the editors") if update.state is State.SUBMITTED else _("saved as a draft")


def _text_of(post: Post) -> tuple[str, str]:
    return visible_line(post.headline), visible(clean(post.body))


def _known_texts(update: Update) -> list[tuple[str, str]]:
    """The headline and body now, and when it was first published."""
    first = [(one.headline, one.body) for one in update.revisions[:1]]
    return [(update.headline, update.body), *first]
