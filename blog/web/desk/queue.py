"""Groups what waits, in the order in which it waits for the account that is looking, and tells countdowns the time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from blog.models import Reporter, Role, State, Update, Visit
from blog.newsroom.transaction import current_time
from blog.permissions import may_release
from blog.queries.embargoes import OpenEmbargo
from blog.text.diff import Paragraph, changed, compare
from blog.translation import _
from blog.web.desk import bp


@bp.app_template_global()
def waits_for(update: Update, account: Reporter) -> bool:
    """Whether an account has to act on it: it was returned to its author, or waits for any editor, or for this one.

    Never by what the account did itself.
    """
    if update.waiting_since is None:
        return False
    if update.state is State.RETURNED:
        return update.is_by(account.id) and update.returned_by_id != account.id
    is_theirs = account.role >= Role.EDITOR and update.claimed_by_id in (None, account.id)
    is_own_act = update.is_by(account.id) or update.saved_by_id == account.id
    return update.state is State.SUBMITTED and is_theirs and not is_own_act


@bp.app_template_global()
def queue_groups(
    waiting: Sequence[Update], account: Reporter, held: Sequence[OpenEmbargo] = ()
) -> list[tuple[str, str, list[Update]]]:
    """The groups of a queue: a name, a heading, and the updates; no group is empty, unless embargoes are `held`.

    Of what is handed in, the longest waiting first, whoever has claimed it: a claim moves nothing under the pointer.
    """

    def rank(update: Update) -> tuple[datetime, int]:
        return update.waiting_since or update.created_at, update.id

    def of(state: State) -> list[Update]:
        return [update for update in waiting if update.state is state]

    returned = of(State.RETURNED)
    groups = [
        ("returned", _("Returned to you"), [update for update in returned if update.is_by(account.id)]),
        ("submitted", _("Handed in"), sorted(of(State.SUBMITTED), key=rank)),
        ("scheduled", _("Scheduled"), of(State.SCHEDULED)),
        ("held", _("Under embargo"), of(State.HELD)),
        ("away", _("Returned to their authors"), [update for update in returned if not update.is_by(account.id)]),
        ("draft", _("Drafts"), of(State.DRAFT)),
    ]
    return [group for group in groups if group[2] or (group[0] == "held" and held)]


@bp.app_template_global()
def queue_length(waiting: Sequence[Update], held: Sequence[OpenEmbargo], account: Reporter, visit: Visit) -> int:
    """How many texts and banners the queue holds. Whoever may release an embargo counts all that lies under it."""
    if not may_release(account, visit):
        return len(waiting)
    return sum(update.state is not State.HELD for update in waiting) + sum(covered.size for covered in held)


@bp.app_template_global()
def embargoes_of(embargoes: Sequence[OpenEmbargo], account: Reporter, visit: Visit) -> Sequence[OpenEmbargo]:
    """Of the open embargoes those that stand in an account's queue: an editor's all, others' where a text is theirs."""
    return embargoes if may_release(account, visit) else [covered for covered in embargoes if covered.updates]


@bp.app_template_global()
def is_handed_in_again(update: Update) -> bool:
    """Whether it waits for an editor for another time; with what it was returned is known until it is published."""
    return update.state is State.SUBMITTED and bool(update.desk_note)


@bp.app_template_global()
def since_return(update: Update) -> tuple[Paragraph, ...]:
    """What its author has changed in a text since it was returned."""
    return _changes(update.returned_text, update.as_text)


@lru_cache(maxsize=64)
def _changes(before: str, now: str) -> tuple[Paragraph, ...]:
    """Kept, because an open desk is sent its queue again and again."""
    return changed(compare(before, now))


@bp.app_template_global()
def server_time() -> datetime:
    """The time by which countdowns on the page run, whatever the clock of the device says."""
    return current_time()
