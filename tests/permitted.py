"""The table of permissions: every action with who may do it, and how to try it and see whether it is offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import delete

from blog import newsroom, permissions
from blog.extensions import db
from blog.models import Membership, Reporter, State
from blog.newsroom.commits import write_session
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM, Permission
from tests.desk import Desk
from tests.sample_visit import SampleVisit

WHERE = ("own", "other", "other visit")
# Whoever belongs to the visit; its writer and editors; editors; admins.
MEMBERS = {("reporter", "own"), ("reporter", "other"), ("editor", "own"), ("editor", "other")}
ADMINS = {("admin", where) for where in WHERE}
EDITORS = {each for each in MEMBERS if each[0] == "editor"} | ADMINS
AUTHORS = EDITORS | {("reporter", "own")}


@dataclass(frozen=True)
class Action:
    """What is tried, with input that is refused for another reason once it is permitted, so that nothing changes.

    `offered` is a CSS selector, on the desk of the visit unless `page` names another one.
    """

    permission: Permission[Any]
    allowed: set[tuple[str, str]]
    try_it: Callable[[int, int, str], object]
    offered: str
    page: str = ""


UPDATE = "/updates/{id}"
# Of one text that was handed in by a colleague.
WAITS = '#queue [data-state="submitted"]'
TOOLS = '.tools[data-for="{id}"]'
N = newsroom
ACTIONS = {
    "publish": Action(
        permissions.may_write,
        MEMBERS | ADMINS,
        lambda visit, by, update: N.updates.publish(visit, by, Post("")),
        '#composer [value="publish"]',
    ),
    "schedule": Action(
        permissions.may_schedule,
        EDITORS,
        lambda visit, by, update: N.drafts.save(visit, by, Post("A word."), state=State.SCHEDULED),
        '#composer [value="schedule"]',
    ),
    "set an embargo": Action(
        permissions.may_hold,
        MEMBERS | ADMINS,
        lambda visit, by, update: N.embargoes.set_embargo(visit, by, ""),
        "#new-embargo",
    ),
    "release": Action(
        permissions.may_release,
        EDITORS,
        N.embargoes.release_update,
        '#queue [data-state="held"] [action$="/release"]',
    ),
    "edit": Action(
        permissions.may_edit,
        AUTHORS,
        lambda visit, by, update: N.updates.edit(visit, by, update, Post("x"), version=99, reason="typo"),
        f'{TOOLS} a[href$="/updates/{{id}}"]',
    ),
    "withdraw": Action(
        permissions.may_edit,
        AUTHORS,
        lambda visit, by, update: N.updates.withdraw(visit, by, update, ""),
        f'{TOOLS} [action$="/withdraw"]',
    ),
    "pin": Action(permissions.may_pin, EDITORS, N.updates.pin, f'{TOOLS} [action$="/pin"] .tool-pin'),
    "unpin": Action(permissions.may_pin, EDITORS, N.updates.unpin, f'{TOOLS} [formaction$="/unpin"]'),
    "key": Action(permissions.may_mark_key, EDITORS, N.updates.key, f'{TOOLS} [formaction$="/key"]'),
    "unkey": Action(permissions.may_mark_key, EDITORS, N.updates.unkey, f'{TOOLS} [formaction$="/unkey"]'),
    "claim": Action(permissions.may_approve, EDITORS, N.claims.claim, f'{WAITS} [action$="/claim"]'),
    "return": Action(
        permissions.may_approve,
        EDITORS,
        lambda visit, by, update: N.handins.return_(visit, by, update, ""),
        f'{WAITS} [action$="/return"]',
    ),
    "approve": Action(
        permissions.may_approve,
        EDITORS,
        lambda visit, by, update: N.handins.approve(visit, by, update, version=99),
        f'{WAITS} [action$="/approve"]',
    ),
    "unclaim": Action(permissions.may_approve, EDITORS, N.claims.unclaim, f'{WAITS} [action$="/claim"]'),
    "purge": Action(
        permissions.may_purge,
        ADMINS,
        lambda visit, by, update: N.updates.purge(visit, by, update, ""),
        'a[href$="/purge"]',
        page=UPDATE,
    ),
    "set the banner": Action(
        permissions.may_set_banner,
        EDITORS,
        lambda visit, by, update: N.banner.set_banner(visit, by, ""),
        '[action$="/banner"]',
    ),
    "clear the banner": Action(
        permissions.may_set_banner,
        EDITORS,
        lambda visit, by, update: N.banner.clear_banner(visit, by),
        "#banner-form",
    ),
    "set the status": Action(
        permissions.may_set_status,
        EDITORS,
        lambda visit, by, update: N.visits.set_status(visit, by, "nonsense"),
        '[action$="/status"]',
    ),
    "sum up": Action(
        permissions.may_sum_up,
        EDITORS,
        lambda visit, by, update: N.visits.sum_up(visit, by, "x" * 9_999),
        '[action$="/state-of-play"]',
    ),
    "describe": Action(
        permissions.may_set_up,
        EDITORS,
        lambda visit, by, update: N.visits.describe(visit, by, title="", summary=""),
        'a[href$="/set-up"]',
    ),
}


@dataclass
class Places:
    """Two visits and the updates in them: the visit's slug, its id, and an update's public id, for each of `WHERE`."""

    account: Reporter
    desk: Desk
    by_name: dict[str, tuple[str, int, str]]

    @classmethod
    def of(cls, app: Flask, talks: SampleVisit, role: str) -> Places:
        """An account of a role that belongs to the talks alone, with an update of its own and one of somebody else."""
        by = {"reporter": talks.reporter_id, "editor": talks.editor_id, "admin": talks.admin_id}[role]
        other = newsroom.reporters.add("other@example.org", name="Other", role="reporter", password="long enough")
        elsewhere = newsroom.visits.open_visit("elsewhere", title="Elsewhere", by_id=SYSTEM)
        published = {
            "own": ("talks", talks.visit_id, newsroom.updates.publish(talks.visit_id, by, Post("Mine."))),
            "other": ("talks", talks.visit_id, newsroom.updates.publish(talks.visit_id, other, Post("Theirs."))),
            # Also in another visit an own update, from before the account was taken off it.
            "other visit": ("elsewhere", elsewhere, newsroom.updates.publish(elsewhere, by, Post("Mine, elsewhere."))),
        }
        for visit_id in (talks.visit_id, elsewhere):
            newsroom.drafts.save(visit_id, other, Post("Handed in."), state=State.SUBMITTED)
            newsroom.drafts.save(visit_id, other, Post("Held."), state=State.HELD, embargo="When he speaks")
        with write_session() as session:
            session.execute(delete(Membership).where(Membership.reporter_id == by, Membership.visit_id == elsewhere))
        account = db.session.get_one(Reporter, by)
        return cls(account, Desk.of(app).sign_in(account.email), published)
