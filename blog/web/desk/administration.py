"""The people of the desk: an admin's list of accounts, and the page of one with the forms that change it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from flask import Response, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blog import newsroom
from blog.extensions import limiter
from blog.models.visit import now
from blog.permissions import may_manage_people
from blog.queries import administration as queries
from blog.queries import invitations, mails
from blog.queries.administration import Person
from blog.text.numbers import whole_number
from blog.translation import _
from blog.web.deliveries.mails import can_mail
from blog.web.desk import bp, person_questions, responses
from blog.web.desk.auth import rate_limit_key, reporter, require
from blog.web.desk.forms import Form
from blog.web.desk.fresh import NEVER_KEPT, fresh
from blog.web.desk.person_questions import PersonQuestion
from blog.web.desk.redisplay import redisplays
from blog.web.limits import POSTS

Change = Callable[[Person], str]


def list_page(form: Form | None = None, link: str = "", to: str = "", is_mailed: bool = False) -> str:
    """The list of accounts with the form that invites.

    `link` is that of the invitation that was just made, for the address `to`; `is_mailed` says that it is on its way.
    """
    shown = {"people": queries.people(), "waiting": invitations.waiting(), "visits": queries.visits()}
    made = {"link": link, "to": to, "is_mailed": is_mailed, "stuck": mails.stuck()}
    return render_template("desk/accounts/page.html", form=form, **made, **shown)


def person_page(form: Form | None, account_id: int, link: str = "") -> str:
    """The page of one account; `link` is one to a new password that was just made."""
    person = queries.person(account_id) or abort(404, _("There is no such account. Perhaps it was erased."))
    shown = {"visits": queries.visits(), "questions": person_questions.questions(person)}
    return render_template("desk/accounts/person.html", person=person, form=form, link=link, **shown)


@bp.get("/people")
@fresh
def people() -> str:
    require(may_manage_people)
    return list_page()


@bp.get("/people/<int:account_id>")
@fresh
def person(account_id: int) -> str:
    require(may_manage_people)
    return person_page(None, account_id)


def person_form(act: str) -> Callable[[Change], Change]:
    """Registers a view for a form of an account's page. The view makes the change and returns the message.

    What deserves a question is asked first, unless the form brings the answer.
    """

    def decorate(change: Change) -> Change:
        @limiter.limit(POSTS, key_func=rate_limit_key)
        @fresh
        @redisplays(person_page)
        @wraps(change)
        def view(account_id: int) -> ResponseReturnValue:
            require(may_manage_people)
            found = _found(account_id)
            if question := person_questions.unanswered(found, act):
                return _question_page(found, question)
            flash(change(found))
            return responses.go_to(url_for("desk.person", account_id=account_id))

        bp.add_url_rule(f"/people/<int:account_id>/{act}", change.__name__, view, methods=["POST"])
        return change

    return decorate


@person_form("role")
def change_role(one: Person) -> str:
    role, shown = request.form.get("role", ""), request.form.get("shown")
    newsroom.administration.change_role(reporter().id, one.account.id, role, version=shown)
    return _("Saved. %(name)s has the new role at once, on open pages too.", name=one.account.name)


@person_form("teams")
def change_teams(one: Person) -> str:
    """Only what was changed on the form is changed: what another admin did meanwhile stays."""
    chosen, shown = _numbers("visit"), _numbers("shown")
    by_id, account_id = reporter().id, one.account.id
    for visit_id in sorted(chosen - shown):
        newsroom.team.add(visit_id, by_id, account_id)
    for visit_id in sorted(shown - chosen):
        newsroom.team.remove(visit_id, by_id, account_id)
    return _("Saved. The teams of %(name)s are changed.", name=one.account.name)


@person_form("second-factor")
def demand_second_factor(one: Person) -> str:
    is_demanded = bool(request.form.get("demanded"))
    newsroom.administration.demand_second_factor(reporter().id, one.account.id, is_demanded)
    if is_demanded:
        return _("Saved. %(name)s needs a second factor from now on.", name=one.account.name)
    return _("Saved. %(name)s may sign in with the password alone.", name=one.account.name)


@person_form("clear-second-factor")
def clear_second_factor(one: Person) -> str:
    newsroom.administration.clear_second_factors(reporter().id, one.account.id)
    return _("Done. %(name)s is signed out everywhere, and signs in with the password.", name=one.account.name)


@person_form("off")
def switch_off(one: Person) -> str:
    newsroom.administration.switch_off(reporter().id, one.account.id)
    return _("%(name)s is switched off and signed out everywhere.", name=one.account.name)


@person_form("on")
def switch_on(one: Person) -> str:
    newsroom.administration.switch_on(reporter().id, one.account.id)
    return _("%(name)s can sign in again.", name=one.account.name)


@bp.post("/people/<int:account_id>/reset")
@limiter.limit(POSTS, key_func=rate_limit_key)
@fresh
@redisplays(person_page)
def make_reset(account_id: int) -> str:
    require(may_manage_people)
    token = newsroom.resets.make(reporter().id, _found(account_id).account.id)
    return person_page(None, account_id, link=url_for("desk.reset", token=token, _external=True))


@bp.post("/people/invitations")
@limiter.limit(POSTS, key_func=rate_limit_key)
@fresh
@redisplays(list_page)
def invite() -> str:
    require(may_manage_people)
    email, role = request.form.get("email", ""), request.form.get("role", "")
    visit_ids, by_mail = _numbers("visit"), can_mail()
    token = newsroom.invitations.invite(reporter().id, email, role=role, visit_ids=visit_ids, by_mail=by_mail)
    link = url_for("desk.invitation", token=token, _external=True)
    return list_page(link=link, to=email.strip(), is_mailed=by_mail)


@bp.post("/people/invitations/<int:invitation_id>/revoke")
@limiter.limit(POSTS, key_func=rate_limit_key)
@fresh
def revoke_invitation(invitation_id: int) -> Response:
    require(may_manage_people)
    newsroom.invitations.revoke(reporter().id, invitation_id)
    flash(_("The invitation is taken back. Its link works no more."))
    return responses.go_to(url_for("desk.people"))


@bp.post("/people/mails/<int:mail_id>/again")
@limiter.limit(POSTS, key_func=rate_limit_key)
@fresh
def send_mail_again(mail_id: int) -> Response:
    require(may_manage_people)
    address = newsroom.mails.send_again(reporter().id, mail_id)
    flash(_("The mail to %(email)s is sent again.", email=address))
    return responses.go_to(url_for("desk.people"))


@bp.app_template_global()
def has_passed(moment: datetime) -> bool:
    """Whether a time has come."""
    return moment <= now()


def _question_page(one: Person, question: PersonQuestion) -> str:
    kept = [pair for pair in request.form.items(multi=True) if pair[0] not in {*NEVER_KEPT, "sure"}]
    return render_template("desk/accounts/sure.html", person=one, question=question, action=request.path, kept=kept)


def _found(account_id: int) -> Person:
    return queries.person(account_id) or abort(404, _("There is no such account. Perhaps it was erased."))


def _numbers(name: str) -> set[int]:
    found = (whole_number(text) for text in request.form.getlist(name))
    return {number for number in found if number is not None}
