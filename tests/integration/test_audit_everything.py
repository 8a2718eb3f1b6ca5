"""Nothing that anybody does is left out of the audit, but for what is named here with a reason."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

from flask import Flask
from sqlalchemy import func, select

import blog.newsroom
from blog.extensions import db
from blog.models import AccountAct, AuditEntry
from blog.newsroom.transaction import NOT_ACTS, name_of
from blog.web.desk.audit_sentences import ABOUT_OTHERS, OF_ACCOUNTS
from blog.web.desk.audit_sentences_of_visits import OF_VISITS
from tests.action_context import ActionContext
from tests.actions import ACTIONS
from tests.sample_visit import SampleVisit

# Acts of visits that are no verbs.
BESIDE_VERBS = {"visits.open_visit", "importing.import_visit"}
# Addresses of the desk that take a form and do nothing that is an act.
NO_ACTS: dict[str, str] = {}


def verbs() -> Iterator[str]:
    for found in pkgutil.iter_modules(blog.newsroom.__path__):
        module = importlib.import_module(f"blog.newsroom.{found.name}")
        for value in vars(module).values():
            act = getattr(value, "__wrapped__", None)
            if inspect.isfunction(act) and value.__module__ == module.__name__:
                if next(iter(inspect.signature(act).parameters), "") == "tx":
                    yield name_of(act)


def test_every_verb_has_a_sentence_or_is_no_act() -> None:
    known = {*OF_VISITS} | {*NOT_ACTS}
    assert {*verbs()} == known - BESIDE_VERBS
    assert not {*OF_VISITS} & {*NOT_ACTS}


def test_every_act_of_an_account_has_a_sentence() -> None:
    assert {*OF_ACCOUNTS} == {*AccountAct}
    assert {*ABOUT_OTHERS} < {*AccountAct}


def test_everything_that_can_be_done_to_a_visit_is_recorded(app: Flask, talks: SampleVisit) -> None:
    context = ActionContext(talks)
    for verb, act in ACTIONS:
        before = count()
        act(context)
        assert count() > before or verb.value == "card", act.__name__


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0
