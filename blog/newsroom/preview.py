"""An update as readers would see it: checked by the same rules, written by the same renderer, and never kept."""

from __future__ import annotations

from datetime import datetime

from blog.extensions import db
from blog.models import EditKind, Reporter, Revision, State, Update, Visit
from blog.newsroom import revisions
from blog.newsroom.posts import Post, check_post
from blog.newsroom.transaction import current_time

# No update has this id: an id of ours is longer.
NOBODYS_ID = "preview"


def new(visit: Visit, by: Reporter, post: Post) -> Update:
    """The update that a post would make now. Raises Invalid as publishing it would."""
    return _worded(Update(speaker_title="", version=1), visit, by, post, current_time())


def changed(update: Update, by: Reporter, post: Post, *, reason: str = "", note_text: str = "") -> Update:
    """A published update as a change would leave it, or what waits as it would be published. Raises Invalid."""
    seen = Update(public_id=update.public_id, version=update.version)
    seen.speaker_id, seen.speaker_title = update.speaker_id, update.speaker_title
    notices = list(update.notices)
    published_at = update.published_at or current_time()
    _worded(seen, update.visit, update.author, post, published_at)
    if update.state is State.PUBLISHED:
        why, note = revisions.check_edit(update, seen.standing, reason, note_text)
        if why is not EditKind.TYPO:
            before = "" if seen.standing is update.standing else update.standing
            notices.append(_notice(seen, why, note, before))
    seen.notices = notices
    return seen


def _worded(update: Update, visit: Visit, by: Reporter | None, post: Post, at: datetime) -> Update:
    """Gives a row that belongs to no session what a page shows of an update."""
    with db.session.no_autoflush:
        check_post(db.session(), visit, post).apply_to(update)
    update.public_id = update.public_id or NOBODYS_ID
    update.state, update.published_at = State.PUBLISHED, at
    update.visit, update.author, update.is_key = visit, by, post.key
    return update


def _notice(update: Update, why: EditKind, note: str, before: str) -> Revision:
    return Revision(change=why, note=note, at=current_time(), standing=update.standing, standing_before=before)
