"""What an admin is asked before an account is changed in a way that shuts somebody out, or lets somebody in everywhere.

The page of the account holds the questions as dialogs; without scripts a page asks. `sure` in the form is the answer.
Whoever has lost a phone is helped without a question: every press counts then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from blog.models import Role
from blog.queries.administration import Person
from blog.translation import _
from blog.web.desk.confirmations import is_confirmed

OFF, PROMOTE, DEMOTE = "off", "promote", "demote"


@dataclass(frozen=True)
class PersonQuestion:
    """A question about an account, what yes would do, and the labels of the two answers. `sure` is the value of yes."""

    sure: str
    title: str
    effect: str
    yes: str
    no: str


def questions(one: Person) -> Mapping[str, PersonQuestion]:
    """The questions about an account, by the value of `sure`."""
    name = one.account.name
    asked = (
        PersonQuestion(
            OFF,
            _("Switch off the account of %(name)s?", name=name),
            _("It is signed out everywhere within a second, and its keys end for good. What it wrote stays."),
            _("Switch it off"),
            _("Leave it on"),
        ),
        PersonQuestion(
            PROMOTE,
            _("Make %(name)s an admin?", name=name),
            _("Admins write to every visit, remove texts for good, and look after all accounts, yours included."),
            _("Make an admin"),
            _("Leave it as it is"),
        ),
        PersonQuestion(
            DEMOTE,
            _("Take the role of an admin from %(name)s?", name=name),
            _("The account then works on the visits of its teams alone, and looks after nobody’s account."),
            _("Change the role"),
            _("Leave it as it is"),
        ),
    )
    return {question.sure: question for question in asked}


def unanswered(one: Person, act: str) -> PersonQuestion | None:
    """The question that has to be answered before an act, if there is one and the form brings no answer."""
    sure = _changes_admins(one) if act == "role" else act
    return None if is_confirmed(sure) else questions(one).get(sure)


def _changes_admins(one: Person) -> str:
    """Whether the role that the form asks for makes or unmakes an admin."""
    was, becomes = one.account.role is Role.ADMIN, request.form.get("role") == Role.ADMIN
    return "" if was == becomes else PROMOTE if becomes else DEMOTE
