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
from tests.unit.source import BLOG

# Acts of visits that are no verbs.
BESIDE_VERBS = {"visits.open_visit", "importing.import_visit"}
# Addresses of the desk that take a form and do nothing that is an act.
NO_ACTS: dict[str, set[AccountAct]] = {
    "desk.share": "the page that takes what another app shares; nothing is stored",
    "desk.preview": "shows a text to who writes it",
    "desk.save_draft": "an autosave is the account's alone, and happens every few seconds",
    "desk.discard_draft": "the same: nobody else has ever seen it",
    "desk.purge_sure": "asks whether the purge is meant",
    "desk.show_secret": "shows a webhook's secret to who may make a new one",
}
# What forms outside of visits do.
ACTS = {
    "security.login": {AccountAct.SIGN_IN, AccountAct.REFUSE_SIGN_IN},
    "security.logout": {AccountAct.SIGN_OUT, AccountAct.SIGN_OUT_EVERYWHERE},
    "desk.second_step": {AccountAct.SIGN_IN, AccountAct.USE_RECOVERY_CODE, AccountAct.REFUSE_SIGN_IN},
    "desk.sign_in_by_passkey": {AccountAct.SIGN_IN, AccountAct.REFUSE_SIGN_IN},
    "desk.confirm": {AccountAct.CONFIRM_PASSWORD},
    "desk.change_language": {AccountAct.CHANGE_LANGUAGE},
    "desk.change_name": {AccountAct.CHANGE_NAME},
    "desk.renew_mail_address": {AccountAct.RENEW_MAIL_ADDRESS},
    "desk.renew_calendar": {AccountAct.RENEW_CALENDAR_ADDRESS},
    "desk.end_calendar": {AccountAct.END_CALENDAR_ADDRESS},
    "desk.change_password": {AccountAct.CHANGE_PASSWORD},
    "desk.set_up_app": {AccountAct.SET_UP_TOTP},
    "desk.remove_app": {AccountAct.REMOVE_TOTP},
    "desk.add_passkey": {AccountAct.ADD_PASSKEY},
    "desk.remove_passkey": {AccountAct.REMOVE_PASSKEY},
    "desk.make_key": {AccountAct.MAKE_KEY},
    "desk.revoke_key": {AccountAct.REVOKE_KEY},
    "desk.make_codes": {AccountAct.MAKE_RECOVERY_CODES},
    "desk.end_session": {AccountAct.END_SESSION},
    "desk.end_other_sessions": {AccountAct.SIGN_OUT_EVERYWHERE},
    "desk.forgot": {AccountAct.ASK_FOR_RESET},
    "desk.reset": {AccountAct.RESET_PASSWORD},
    "desk.invitation": {AccountAct.ACCEPT_INVITATION},
    "desk.invite": {AccountAct.INVITE},
    "desk.revoke_invitation": {AccountAct.WITHDRAW_INVITATION},
    "desk.send_mail_again": {AccountAct.SEND_MAIL_AGAIN},
    "desk.clear_second_factor": {AccountAct.RESET_SECOND_FACTORS},
    "desk.demand_second_factor": {AccountAct.DEMAND_SECOND_FACTOR},
    "desk.switch_off": {AccountAct.SWITCH_OFF},
    "desk.switch_on": {AccountAct.SWITCH_ON},
    "desk.make_reset": {AccountAct.MAKE_RESET},
    "desk.change_role": {AccountAct.CHANGE_ROLE},
    "desk.change_teams": set(),  # by verbs of each visit, `team.add` and `team.remove`
    "desk.add_webhook": {AccountAct.ADD_WEBHOOK},
    "desk.change_webhook": {AccountAct.CHANGE_WEBHOOK},
    "desk.remove_webhook": {AccountAct.REMOVE_WEBHOOK},
    "desk.rotate_secret": {AccountAct.ROTATE_SECRET},
    "desk.switch_webhook": {AccountAct.SWITCH_WEBHOOK},
    "desk.test_webhook": {AccountAct.TEST_WEBHOOK},
    "desk.send_again": {AccountAct.SEND_AGAIN},
    "desk.discard_deliveries": {AccountAct.DISCARD_DELIVERIES},
}


def verbs() -> Iterator[str]:
    for found in pkgutil.iter_modules(blog.newsroom.__path__):
        module = importlib.import_module(f"blog.newsroom.{found.name}")
        for value in vars(module).values():
            act = getattr(value, "__wrapped__", None)
            is_own = inspect.isfunction(act) and value.__module__ == module.__name__
            if is_own and next(iter(inspect.signature(act).parameters), "") == "tx":
                yield name_of(act)


def test_every_verb_has_a_sentence_or_is_no_act() -> None:
    known = {*OF_VISITS} | {*NOT_ACTS}
    assert {*verbs()} == known - BESIDE_VERBS
    assert not {*OF_VISITS} & {*NOT_ACTS}


def test_every_act_of_an_account_has_a_sentence() -> None:
    assert {*OF_ACCOUNTS} == {*AccountAct}
    assert {*ABOUT_OTHERS} < {*AccountAct}


def test_everything_that_can_be_done_to_a_visit_is_recorded(app: Flask, talks: SampleVisit) -> None:
    context = ActionContext(talks, old=talks.publish(), new=talks.publish())
    for verb, act in ACTIONS:
        before = count()
        act(context)
        assert count() > before or verb.value == "card", act.__name__


def test_every_form_of_the_desk_does_what_is_recorded(app: Flask) -> None:
    """Forms of a visit call its verbs, which the transaction records; the others are listed with what they do."""
    forms = {
        rule.endpoint: rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/desk") and {"POST", "PUT", "PATCH", "DELETE"} & (rule.methods or set())
    }
    outside = {endpoint for endpoint, rule in forms.items() if not rule.startswith("/desk/visits/")}
    assert outside - {*ACTS} - {*NO_ACTS} == set()
    assert {*NO_ACTS} <= {*forms}


def test_each_of_these_acts_is_recorded_somewhere() -> None:
    written = "".join(
        path.read_text()
        for folder in ("newsroom", "web/desk")
        for path in (BLOG / folder).glob("*.py")
        if "audit_sentences" not in path.name
    )
    listed = set().union(*ACTS.values())
    assert not {act.name for act in listed if f"AccountAct.{act.name}" not in written}


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0
