"""Makes the update of a post that is new: checked, and unpublished until `publication.make_public`."""

from __future__ import annotations

from sqlalchemy import inspect
from sqlalchemy.orm.attributes import set_committed_value

from blog.models import Passage, State, Update
from blog.newsroom import originals, publication, unnamed
from blog.newsroom.posts import Post, check_post
from blog.newsroom.transaction import Transaction
from blog.permissions import SYSTEM


def add(tx: Transaction, post: Post, *, client_key: str, request_digest: str = "", for_readers: bool = True) -> Update:
    """Adds an unpublished update. `for_readers` checks it as complete: nobody else does."""
    update = make(tx, post, client_key=client_key, request_digest=request_digest, for_readers=for_readers)
    tx.session.flush()
    return update


def make(tx: Transaction, post: Post, *, client_key: str, request_digest: str, for_readers: bool = True) -> Update:
    """The same without its row, and so without its ids, until the session is flushed."""
    update = Update(visit_id=tx.visit.id, client_key=client_key or None, state=State.DRAFT, is_key=post.key)
    update.author, update.author_id = None if tx.by is SYSTEM else tx.by, tx.by_id
    update.created_at, update.request_digest = tx.at, request_digest or None
    publication.note_saving(tx, update)
    check_post(tx.session, tx.visit, post, for_readers=for_readers).apply_to(update)
    unnamed.check_post(tx, post, update, for_readers=for_readers)
    for each in inspect(Update).relationships:
        if each.viewonly and each.entity.class_ is not Passage:  # a new row has none of it, so that nobody has to look
            set_committed_value(update, each.key, [])
    tx.session.add(update)
    originals.require_known(tx, update)
    return update
