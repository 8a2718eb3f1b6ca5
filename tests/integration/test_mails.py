"""The mails of the desk: an invitation and a link to a new password reach a real mail server; nothing else is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from lxml.html import HtmlElement
from sqlalchemy import func, inspect, select, text

from blog import newsroom
from blog.extensions import db
from blog.models import Channel, DeliveryTarget, QueuedMail
from blog.models.visit import now
from blog.newsroom import transaction
from blog.newsroom.deliveries import LEASE
from blog.web.desk import resets
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import PASSWORD, SampleVisit
from tests.servers.smtp import MailBox, mail_server

NEW = "nadia@example.org"


@pytest.fixture
def box() -> Iterator[MailBox]:
    with mail_server() as box:
        yield box


@pytest.fixture
def site(box: MailBox, make_app: Callable[..., Flask], app: Flask, database_url: str, tmp_path: Path) -> Flask:
    """The same site, with mail."""
    url = f"smtp://127.0.0.1:{box.port}?from=desk@example.org"
    return make_app(database_url, tmp_path, MAIL_URL=url, SITE_NAME="The Paper")


def ask(desk: Desk, email: str) -> str:
    """Asks for a link; returns what the page says."""
    desk.get("/desk/forgot")
    answer = desk.post("/desk/forgot", {"email": email})
    assert answer.status_code == 200
    return words(one(parse(answer), "main"))


def send(site: Flask) -> None:
    """Does what the scheduler does each second."""
    db.session.rollback()
    site.extensions["delivery_worker"].run_due()


def rows() -> tuple[int, int]:
    """How many mails wait, and how many targets there are for them."""
    db.session.rollback()
    counts = (select(func.count()).select_from(table) for table in (QueuedMail, DeliveryTarget))
    mails, targets = (db.session.scalars(count).one() for count in counts)
    return mails, targets


def invite(admin: Desk, email: str = NEW, role: str = "reporter") -> HtmlElement:
    """Invites somebody; returns the page with the link."""
    admin.get("/desk/people")
    answer = admin.post("/desk/people/invitations", {"email": email, "role": role})
    assert answer.status_code == 200
    return parse(answer)


def press(admin: Desk, form: str) -> None:
    """Sends a form of the page of the people."""
    action = one(parse(admin.get("/desk/people")), form).get("action")
    assert action
    assert admin.post(action, {}).status_code == 303


def link_in(text: str) -> str:
    found = re.search(r"^https?://[^/\s]+(/desk/\S+)", text, re.MULTILINE)
    assert found
    return found[1]


def test_an_invitation_is_mailed_and_its_link_makes_the_account(site: Flask, talks: SampleVisit, box: MailBox) -> None:
    admin = Desk.of(site).sign_in(talks.admin_email)
    assert words(one(invite(admin), "#made-link-title")) == f"The invitation is on its way to {NEW}"
    assert box.mails == []  # the page does not wait for the mail server
    send(site)
    [mail] = box.mails
    assert (mail["To"], mail["Subject"]) == (NEW, "Your invitation to The Paper")
    text = mail.get_content()
    assert "Talks in Vienna" not in text
    nadia = Desk.of(site)
    nadia.get(link_in(text))
    assert nadia.post(link_in(text), {"name": "Nadia", "password": PASSWORD}).status_code == 302


@pytest.mark.both_footings
def test_a_mail_that_does_not_leave_is_kept_shown_and_sent_again(site: Flask, talks: SampleVisit, box: MailBox) -> None:
    box.answer = "451 Try later"
    admin = Desk.of(site).sign_in(talks.admin_email)
    invite(admin)
    send(site)
    line = words(one(parse(admin.get("/desk/people")), "#mails .member"))
    assert NEW in line
    assert "answered 451 · next attempt at" in line
    send(site)
    assert box.asked == 1  # later
    box.answer = ""
    press(admin, "#mails form")
    send(site)
    assert [mail["To"] for mail in box.mails] == [NEW]
    assert not parse(admin.get("/desk/people")).cssselect("#mails")
    assert rows() == (0, 0)


def test_an_address_that_is_refused_is_asked_once_and_holds_up_nobody(
    site: Flask, talks: SampleVisit, box: MailBox
) -> None:
    admin = Desk.of(site).sign_in(talks.admin_email)
    box.refused = NEW
    invite(admin)
    invite(admin, "omar@example.org")
    send(site)
    assert [mail["To"] for mail in box.mails] == ["omar@example.org"]
    assert "answered 550 · given up" in words(one(parse(admin.get("/desk/people")), "#mails .member"))
    with transaction.as_of(now() + timedelta(hours=2)):
        send(site)
    assert box.asked == 2
    box.refused = ""
    press(admin, "#mails form")
    send(site)
    assert box.mails[-1]["To"] == NEW


@pytest.mark.both_footings
def test_a_mail_of_an_invitation_that_is_taken_back_never_leaves(site: Flask, talks: SampleVisit, box: MailBox) -> None:
    admin = Desk.of(site).sign_in(talks.admin_email)
    invite(admin)
    press(admin, "#waiting form")
    assert rows() == (0, 0)
    invite(admin)
    invite(admin, role="editor")  # in the place of the first
    send(site)
    assert len(box.mails) == 1
    visitor = Desk.of(site)
    assert visitor.get(link_in(box.mails[0].get_content())).status_code == 200


def test_a_link_that_was_used_or_is_too_old_is_not_mailed(site: Flask, talks: SampleVisit, box: MailBox) -> None:
    admin = Desk.of(site).sign_in(talks.admin_email)
    page = invite(admin)
    link = urlsplit(one(page, "#made-link").text or "").path
    nadia = Desk.of(site)
    nadia.get(link)
    assert nadia.post(link, {"name": "Nadia", "password": PASSWORD}).status_code == 302
    ask(Desk.of(site), talks.editor_email)
    with transaction.as_of(now() + timedelta(hours=2)):
        send(site)
    assert box.mails == []
    assert rows() == (0, 0)


@pytest.mark.both_footings
def test_no_copy_of_the_database_holds_a_link(site: Flask, talks: SampleVisit, box: MailBox) -> None:
    admin = Desk.of(site).sign_in(talks.admin_email)
    invite(admin)
    ask(Desk.of(site), talks.editor_email)
    tables = inspect(db.engine).get_table_names()
    with db.engine.connect() as connection:
        copy = "\n".join(str(list(connection.execute(text(f'SELECT * FROM "{table}"')))) for table in tables)
    send(site)
    tokens = [link_in(mail.get_content()).rpartition("/")[2] for mail in box.mails]
    assert len(tokens) == 2
    assert not [token for token in tokens if token in copy]
    for nonce in db.session.scalars(select(QueuedMail.nonce)):
        assert Desk.of(site).get(f"/desk/invitations/{nonce}").status_code == 404


def test_every_attempt_at_a_mail_has_the_same_id(site: Flask, talks: SampleVisit, box: MailBox) -> None:
    admin = Desk.of(site).sign_in(talks.admin_email)
    invite(admin)
    [claimed] = newsroom.deliveries.claim(Channel.MAIL, 1)
    delivery = newsroom.deliveries.oldest_waiting(claimed.target_id)
    assert delivery
    with site.test_request_context():
        site.extensions["mail_sender"].deliver(delivery)  # and the process is killed before it notes that
    with transaction.as_of(now() + LEASE):
        send(site)
    first, second = (mail["Message-ID"] for mail in box.mails)
    assert first == second


def test_a_forgotten_password_is_chosen_anew_with_the_mailed_link(
    site: Flask, talks: SampleVisit, box: MailBox
) -> None:
    rita, visitor = Desk.of(site).sign_in(talks.reporter_email), Desk.of(site)
    ask(visitor, talks.reporter_email.upper())
    send(site)
    [mail] = box.mails
    assert (mail["To"], mail["Subject"]) == (talks.reporter_email, "A new password for The Paper")
    visitor.get(link_in(mail.get_content()))
    assert visitor.post(link_in(mail.get_content()), {"password": "quite another password"}).status_code == 200
    assert rita.get("/desk").status_code == 302
    Desk.of(site).sign_in(talks.reporter_email, "quite another password")


def test_the_answer_tells_nobody_which_accounts_there_are(site: Flask, talks: SampleVisit, box: MailBox) -> None:
    newsroom.reporters.switch_off(talks.reporter_email)
    said = {ask(Desk.of(site), email) for email in (talks.editor_email, talks.reporter_email, "no@example.org", "x")}
    assert len(said) == 1
    send(site)
    assert [mail["To"] for mail in box.mails] == [talks.editor_email]


def test_nobody_fills_a_letter_box_or_asks_without_end(site: Flask, talks: SampleVisit, box: MailBox) -> None:
    visitor = Desk.of(site)
    most, asked = (int(limit.split()[0]) for limit in (resets.WISHES_OF_ADDRESS, resets.WISHES_OF_NETWORK))
    said = set()
    for number in range(asked):
        said.add(ask(visitor, talks.editor_email))
        send(site)
        assert len(box.mails) == min(most, number + 1)
    assert len(said) == 1
    assert visitor.post("/desk/forgot", {"email": talks.editor_email}).status_code == 429
    assert len(box.mails) == most


def test_without_a_mail_server_the_page_says_whom_to_ask(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app)
    page = parse(desk.get("/desk/forgot"))
    assert "Ask an admin" in words(one(page, "main"))
    assert not page.cssselect("main form")
    desk.get("/desk/sign-in")
    assert "Ask an admin" in desk.post("/desk/forgot", {"email": talks.editor_email}).text
