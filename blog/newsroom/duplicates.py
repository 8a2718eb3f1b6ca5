"""Detects duplicates: the same form sent twice is one update; the same text from elsewhere needs a confirmation."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, or_, select

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


def find_by_client_key(tx: Transaction, client_key: str, post: Post) -> Update | None:
    """The update made when the same form was sent before.

    Raises Duplicate when the form has a different text now, which would be lost.
    """
    if len(client_key) > CLIENT_KEY_CHARACTERS:
        raise Invalid(client_key=_("The client key is too long (maximum %(maximum)s).", maximum=CLIENT_KEY_CHARACTERS))
    if not client_key:
        return None
    sent = select(Update).where(Update.visit_id == tx.visit.id, Update.client_key == client_key)
    before = tx.session.scalar(sent)
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
    return before


def ask_about_duplicate(tx: Transaction, post: Post, but: Update | None = None) -> None:
    """Raises Duplicate when the same account has recently published or submitted the same text, apart from `but`."""
    headline, body = _text_of(post)
    same = and_(Update.headline == headline, Update.body == body)
    since = tx.at - DUPLICATE_WINDOW
    published = and_(
        Update.number > tx.visit.published - SEARCHED_UPDATES,
        Update.state == State.PUBLISHED,
        Update.published_at >= since,
        or_(same, Update.revisions.any(and_(Revision.headline == headline, Revision.body == body))),
    )
    submitted = Update.state.in_((State.SUBMITTED, State.RETURNED, State.SCHEDULED, State.HELD))
    unpublished = and_(Update.number.is_(None), submitted, Update.created_at >= since, same)
    wanted = select(Update).where(Update.visit_id == tx.visit.id, Update.author_id == tx.by_id)
    if but:
        wanted = wanted.where(Update.id != but.id)
    for condition in (published, unpublished):
        if twin := tx.session.scalar(wanted.where(condition).order_by(Update.id.desc()).limit(1)):
            question = _(
                "You already sent this text (%(outcome)s). Send it again as a new update?",
                outcome=describe_outcome(twin),
            )
            raise Duplicate(question, twin.public_id)


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
