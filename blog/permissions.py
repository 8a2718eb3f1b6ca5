"""Permissions: what an account may do. The newsroom enforces them; views and templates ask the same questions.

Each question is called with the account and what it is about: `may_edit(reporter, update)`. Where a query needs the
same rule, its SQL condition stands beside the question. An account that acts through an API key may do no more than the
key allows: each question names the scope that it needs, and the key may be for some visits only.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from blog.actors import SYSTEM as SYSTEM
from blog.actors import Actor as Actor
from blog.actors import ActorId as ActorId
from blog.actors import KeyHolder as KeyHolder
from blog.actors import Permission as Permission
from blog.actors import System as System
from blog.actors import permission
from blog.models import DeskNote, Membership, Reporter, Role, Scope, State, Update, Visit
from blog.translation import N_

NOT_IN_TEAM = N_("Your account does not belong to this visit. Ask an administrator to add you to it.")


def _role_in_visit(role: Role, refusal: str, scope: Scope | None = Scope.PUBLISH) -> Permission[[Visit]]:
    """A permission of everyone who may write to a visit and has at least this role."""

    def rule(reporter: Reporter, visit: Visit) -> bool:
        return may_write_to(reporter, visit.id) and reporter.role >= role

    return Permission(rule, refusal, scope)


@permission(NOT_IN_TEAM)
def may_write(reporter: Reporter, visit: Visit) -> bool:
    """Whether the account may open the visit's desk, and write and publish updates there."""
    return may_write_to(reporter, visit.id)


@permission(NOT_IN_TEAM, Scope.DRAFTS)
def may_read_drafts(reporter: Reporter, visit: Visit) -> bool:
    """Whether the account may read what waits at the visit's desk."""
    return may_write_to(reporter, visit.id)


def writable_visits(reporter: Reporter) -> ColumnElement[bool]:
    """`may_write` as a condition on Visit."""
    if reporter.role >= Role.ADMIN:
        return true()
    return Visit.id.in_(select(Membership.visit_id).where(Membership.reporter_id == reporter.id))


@permission(
    N_("An editor approves every text of this visit before it is published. Hand it in instead."), Scope.PUBLISH
)
def may_publish(reporter: Reporter, visit: Visit) -> bool:
    """Whether the account may publish at the visit, which may demand the approval of an editor."""
    return may_write_to(reporter, visit.id) and (not visit.approval or reporter.role >= Role.EDITOR)


def _to_change(update: Update) -> Scope:
    return Scope.PUBLISH if update.number else Scope.WRITE


@permission(N_("Someone else wrote this update. Ask an editor to change it."), _to_change)
def may_edit(reporter: Reporter, update: Update) -> bool:
    """Whether the account may edit and withdraw an update, or publish it when it waits."""
    is_own = reporter.id is not None and update.author_id == reporter.id
    return may_write_to(reporter, update.visit_id) and (is_own or reporter.role >= Role.EDITOR)


def editable_updates(reporter: Reporter) -> ColumnElement[bool]:
    """`may_edit` as a condition on Update, within a visit that the account may write to."""
    return true() if reporter.role >= Role.EDITOR else Update.author_id == reporter.id


@permission(
    N_("An editor approves every change that readers of this visit see. Ask one to make it, or withdraw the update."),
    Scope.PUBLISH,
)
def may_reword(reporter: Reporter, update: Update) -> bool:
    """Whether the account may change the words of a published update."""
    return may_edit(reporter, update) and may_publish(reporter, update.visit)


def own_queue(reporter: Reporter) -> ColumnElement[bool]:
    """Which of the unpublished updates that an account may edit wait in its queue: of the drafts only its own.

    Editors see a draft too whose author is not known any more.
    """
    is_own = Update.author_id == reporter.id
    unowned = Update.author_id.is_(None) if reporter.role >= Role.EDITOR else false()
    return or_(Update.state != State.DRAFT, is_own, unowned)


@permission(N_("This text is not published yet. Only its author and editors can write notes on it."))
def may_note(reporter: Reporter, update: Update) -> bool:
    """Whether the account may write a note to the desk on an update: the whole team, once it has been published."""
    return may_write_to(reporter, update.visit_id) if update.number else may_edit(reporter, update)


def readable_notes(reporter: Reporter) -> ColumnElement[bool]:
    """Which of a visit's notes its account may read, as a condition on DeskNote joined with its Update.

    Those on an unpublished text it reads with its own queue. On a draft of somebody else an editor reads what it has
    written there, and what mentions it.
    """
    concerns = or_(DeskNote.author_id == reporter.id, DeskNote.mentions.any(Reporter.id == reporter.id))
    waits = and_(editable_updates(reporter), or_(own_queue(reporter), concerns))
    return or_(DeskNote.update_id.is_(None), Update.number.is_not(None), waits)


@permission(N_("Someone else wrote this note. Resolve it instead."))
def may_delete_note(reporter: Reporter, note: DeskNote) -> bool:
    """Whether the account may delete a note to the desk: only who wrote it; a reader's, every editor."""
    is_readers = note.report is not None and reporter.role >= Role.EDITOR
    return may_write_to(reporter, note.visit_id) and (note.is_by(reporter.id) or is_readers)


def is_member_of(visit_id: int) -> ColumnElement[bool]:
    """The members of a visit, as a condition on Reporter."""
    return Reporter.id.in_(select(Membership.reporter_id).where(Membership.visit_id == visit_id))


def team_of(visit_id: int) -> ColumnElement[bool]:
    """`may_write` as a condition on Reporter."""
    return and_(Reporter.active, or_(Reporter.role == Role.ADMIN, is_member_of(visit_id)))


@permission(N_("Only editors can create a visit. Ask an editor."), None)
def may_open_visit(reporter: Reporter) -> bool:
    """Whether the account may create a visit."""
    return reporter.active and reporter.role >= Role.EDITOR


@permission(N_("Only admins can manage webhooks. Ask an admin."), None)
def may_manage_webhooks(reporter: Reporter) -> bool:
    """Whether the account may say which other programs are told of every change."""
    return reporter.active and reporter.role >= Role.ADMIN


@permission(N_("Only admins can see and change accounts. Ask an admin."), None)
def may_manage_people(reporter: Reporter) -> bool:
    """Whether the account may invite people, and change roles, teams and access of accounts."""
    return reporter.active and reporter.role >= Role.ADMIN


@permission(
    N_("An editor approves every text of this visit. Hand it in, and say that it is under embargo."), Scope.PUBLISH
)
def may_hold(reporter: Reporter, visit: Visit) -> bool:
    """Whether the account may set an embargo, and hold texts under one."""
    return may_publish(reporter, visit)


@permission(
    N_("This text is under embargo, and only an editor can take it out. Ask one, or discard the text."), Scope.PUBLISH
)
def may_take_out(reporter: Reporter, update: Update) -> bool:
    """Whether the account may take an update out of an embargo that has not ended: only editors."""
    return may_edit(reporter, update) and reporter.role >= Role.EDITOR


@permission(N_("This is somebody else's key. Ask an administrator to revoke it."), None)
def may_manage_keys(reporter: Reporter, owner_id: int) -> bool:
    """Whether the account may see and revoke the API keys of an account: its own, and an admin all."""
    return reporter.active and (reporter.id == owner_id or reporter.role >= Role.ADMIN)


@permission(N_("Only admins can read the whole audit. Ask an admin."), None)
def may_read_whole_audit(reporter: Reporter) -> bool:
    """Whether the account may read who did what on the whole site."""
    return reporter.active and reporter.role >= Role.ADMIN


may_edit_others = _role_in_visit(Role.EDITOR, N_("Only editors can change what someone else wrote. Ask an editor."))
may_approve = _role_in_visit(Role.EDITOR, N_("Only editors decide on what is handed in. Ask an editor."))
may_schedule = _role_in_visit(Role.EDITOR, N_("Only editors can schedule an update. Hand it in instead."))
may_release = _role_in_visit(Role.EDITOR, N_("Only editors can change or release an embargo. Ask an editor."))
may_pin = _role_in_visit(Role.EDITOR, N_("Only editors can pin and unpin updates. Ask an editor."))
may_mark_key = _role_in_visit(Role.EDITOR, N_("Only editors can change the key events. Ask an editor."))
may_compare = _role_in_visit(Role.EDITOR, N_("Only editors compare what the sides say. Ask an editor."))
may_set_banner = _role_in_visit(Role.EDITOR, N_("Only editors can change the banner. Ask an editor."), Scope.BANNER)
may_sum_up = _role_in_visit(Role.EDITOR, N_("Only editors can change “Where things stand”. Ask an editor."))
may_set_status = _role_in_visit(
    Role.EDITOR, N_("Only editors can change the status of a visit. Ask an editor."), Scope.SET_UP
)
may_set_up = _role_in_visit(Role.EDITOR, N_("Only editors can set up a visit. Ask an editor."), Scope.SET_UP)
may_set_team = _role_in_visit(Role.ADMIN, N_("Only admins can change the team of a visit. Ask an admin."), None)
may_purge = _role_in_visit(
    Role.ADMIN, N_("Only admins can remove an update permanently. Withdraw it and ask an admin."), None
)
may_read_audit = _role_in_visit(
    Role.EDITOR, N_("Only editors and admins can read the audit of a visit. Ask an editor."), None
)
may_reset = _role_in_visit(Role.ADMIN, N_("Only admins can clear a visit and restart it. Ask an admin."), None)

# By name, for templates.
PERMISSIONS: dict[str, Permission[...]] = {
    name: value for name, value in globals().items() if isinstance(value, Permission)
}


def may_write_to(reporter: Reporter, visit_id: int) -> bool:
    """Whether the account belongs to a visit's team, and its key, if it acts through one, is for that visit."""
    is_member = reporter.role >= Role.ADMIN or any(each.visit_id == visit_id for each in reporter.memberships)
    return reporter.active and is_member and (reporter.key is None or reporter.key.reaches(visit_id))
