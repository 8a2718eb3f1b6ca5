"""Previews an update as readers would see it, with the same checks and renderer, without saving it."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from datetime import datetime

from blog.extensions import db
from blog.models import EditKind, Reporter, Revision, State, Update, Visit
from blog.newsroom import revisions
from blog.newsroom.errors import Invalid
from blog.newsroom.posts import Post, check_post, check_saved
from blog.newsroom.transaction import current_time
from blog.text.markdown import addresses_of_cards

# Public ids are longer, so that no update has this one.
PREVIEW_ID = "preview"


def new(visit: Visit, by: Reporter, post: Post, *, is_finished: bool = True) -> Update:
    """The update that publishing a post would make. Raises Invalid as publishing would.

    A text that is not finished may lack what publishing asks for, such as the speaker of a statement.
    """
    return _filled(Update(speaker_title="", version=1), visit, by, post, current_time(), is_finished)


def changed(
    update: Update, by: Reporter, post: Post, *, reason: str = "", note_text: str = "", is_finished: bool = True
) -> Update:
    """An update as an edit would leave it, or an unpublished one as it would be published. Raises Invalid.

    An edit that is not finished may lack its note; then no notice is shown.
    """
    copy = Update(public_id=update.public_id, version=update.version)
    copy.speaker_id, copy.speaker_title = update.speaker_id, update.speaker_title
    copy.delegation, copy.published_at = update.delegation, update.published_at
    copy.tie_as(update)
    published_at = update.published_at or current_time()
    _filled(copy, update.visit, update.author, post, published_at, is_finished, of=update)
    copy.notices = list(update.notices)
    copy.cards = [card for card in update.cards if card.url in addresses_of_cards(copy.body)]
    if update.state is State.PUBLISHED:
        with nullcontext() if is_finished else suppress(Invalid):
            copy.notices += _new_notices(update, copy, reason, note_text)
    return copy


def lacks(seen: Update, *, of: Update | None = None, reason: str = "", note_text: str = "") -> list[str]:
    """What publishing would still ask for, in its own sentences: of a new update, or of a change of a published one."""
    try:
        check_saved(seen)
        if of and of.state is State.PUBLISHED:
            revisions.check_edit(of, seen, reason, note_text)
    except Invalid as error:
        return list(error.fields.values())
    return []


def _new_notices(update: Update, copy: Update, reason: str, note_text: str) -> list[Revision]:
    """The notice under the text of an edited update; a typo has none."""
    why, note = revisions.check_edit(update, copy, reason, note_text)
    if why is EditKind.TYPO:
        return []
    before = "" if copy.standing is update.standing else update.standing
    return [_notice(copy, why, note, before)]


def _filled(
    update: Update,
    visit: Visit,
    by: Reporter | None,
    post: Post,
    at: datetime,
    is_finished: bool,
    of: Update | None = None,
) -> Update:
    """Fills a row that is in no session with everything that a page shows of an update."""
    with db.session.no_autoflush:
        check_post(db.session(), visit, post, of=of, for_readers=is_finished).apply_to(update)
    update.public_id = update.public_id or PREVIEW_ID
    update.state, update.published_at = State.PUBLISHED, at
    update.visit, update.author, update.is_key = visit, by, post.key
    return update


def _notice(update: Update, why: EditKind, note: str, before: str) -> Revision:
    return Revision(change=why, note=note, at=current_time(), standing=update.standing, standing_before=before)
