"""A text that comes twice: from the same form, which is one update; or from another tab or device, which asks."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, or_, select

from blog.models import Revision, State, Update
from blog.newsroom.errors import Duplicate, Invalid
from blog.newsroom.posts import Post, visible
from blog.newsroom.times import local_time
from blog.newsroom.transaction import Transaction
from blog.text.cleaning import clean, one_line

CLIENT_KEY_CHARACTERS = 80
# Whoever sends the same words after this means it.
SOON = timedelta(minutes=10)
# Among so many of the newest updates: more are not published in that time.
NEWEST = 1_000


def find_by_client_key(tx: Transaction, client_key: str, post: Post) -> Update | None:
    """The update that was made by an earlier sending of the same form.

    Raises Duplicate when the form has other words by now: they would be lost.
    """
    if len(client_key) > CLIENT_KEY_CHARACTERS:
        raise Invalid(client_key=f"The key of a post has at most {CLIENT_KEY_CHARACTERS} characters.")
    if not client_key:
        return None
    sent = select(Update).where(Update.visit_id == tx.visit.id, Update.client_key == client_key)
    before = tx.session.scalar(sent)
    if before and before.author_id != tx.by_id:
        raise Invalid(client_key="This key belongs to another account's post. Load the page again and send once more.")
    if before and _words(post) not in _wordings(before):
        question = f"Another text from this form was {describe_outcome(before)}. Is this one a new update?"
        raise Duplicate(question, before.public_id)
    return before


def ask_about_duplicate(tx: Transaction, post: Post, but: Update | None = None) -> None:
    """Raises Duplicate when the same account has just sent the same words to readers or editors, from elsewhere."""
    headline, body = _words(post)
    same = and_(Update.headline == headline, Update.body == body)
    since = tx.at - SOON
    published = and_(
        Update.number > tx.visit.published - NEWEST,
        Update.state == State.PUBLISHED,
        Update.published_at >= since,
        or_(same, Update.revisions.any(and_(Revision.headline == headline, Revision.body == body))),
    )
    handed_over = Update.state.in_((State.SUBMITTED, State.SCHEDULED))
    waits = and_(Update.number.is_(None), handed_over, Update.created_at >= since, same)
    wanted = select(Update).where(Update.visit_id == tx.visit.id, Update.author_id == tx.by_id)
    if but:
        wanted = wanted.where(Update.id != but.id)
    for condition in (published, waits):
        if twin := tx.session.scalar(wanted.where(condition).order_by(Update.id.desc()).limit(1)):
            question = f"This text was already {describe_outcome(twin)}. Is this a new update, to stand beside it?"
            raise Duplicate(question, twin.public_id)


def describe_outcome(update: Update) -> str:
    """What was done with an update that was sent before."""
    if update.published_at:
        return f"published at {local_time(update.published_at, update.stop)}"
    if update.due_at:
        return f"scheduled for {local_time(update.due_at, update.stop)}"
    return "handed to the editors" if update.state is State.SUBMITTED else "kept as a draft"


def _words(post: Post) -> tuple[str, str]:
    return visible(one_line(post.headline)), visible(clean(post.body))


def _wordings(update: Update) -> list[tuple[str, str]]:
    """The present wording and the first that was published."""
    first = [(one.headline, one.body) for one in update.revisions[:1]]
    return [(update.headline, update.body), *first]
