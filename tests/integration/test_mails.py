"""The mails of the desk: an invitation and a link to a new password reach a real mail server; nothing else is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from blog import newsroom
from blog.web.desk import resets
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import PASSWORD, SampleVisit
from tests.servers.smtp import MailBox, mail_server
from tests.wait import until

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


def link_in(text: str) -> str:
    found = re.search(r"^https?://[^/\s]+(/desk/\S+)", text, re.MULTILINE)
    assert found
    return found[1]


def test_an_invitation_is_mailed_and_its_link_makes_the_account(site: Flask, talks: SampleVisit, box: MailBox) -> None:
    admin = Desk.of(site).sign_in(talks.admin_email)
    admin.get("/desk/people")
    answer = admin.post("/desk/people/invitations", {"email": NEW, "role": "reporter"})
    assert words(one(parse(answer), "#made-link-title")) == f"The invitation is on its way to {NEW}"
    [mail] = box.mails
    assert (mail["To"], mail["Subject"]) == (NEW, "Your invitation to The Paper")
    text = mail.get_content()
    assert "Talks in Vienna" not in text
    nadia = Desk.of(site)
    nadia.get(link_in(text))
    assert nadia.post(link_in(text), {"name": "Nadia", "password": PASSWORD}).status_code == 302


def test_a_mail_that_does_not_leave_is_said_and_the_link_is_there(
    make_app: Callable[..., Flask], app: Flask, talks: SampleVisit, database_url: str, tmp_path: Path
) -> None:
    with mail_server() as gone:
        url = f"smtp://127.0.0.1:{gone.port}?from=desk@example.org"
    admin = Desk.of(make_app(database_url, tmp_path, MAIL_URL=url)).sign_in(talks.admin_email)
    admin.get("/desk/people")
    page = parse(admin.post("/desk/people/invitations", {"email": NEW, "role": "reporter"}))
    assert "The mail did not leave." in words(one(page, "#made-link-title"))
    assert "/desk/invitations/" in (one(page, "#made-link").text or "")


def test_a_forgotten_password_is_chosen_anew_with_the_mailed_link(
    site: Flask, talks: SampleVisit, box: MailBox
) -> None:
    rita, visitor = Desk.of(site).sign_in(talks.reporter_email), Desk.of(site)
    ask(visitor, talks.reporter_email.upper())
    until(lambda: box.mails, "no mail came")
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
    until(lambda: box.mails, "no mail came")
    until(lambda: site.extensions["mailer"]._running == 0, "still sending")
    assert [mail["To"] for mail in box.mails] == [talks.editor_email]


def test_nobody_fills_a_letter_box_or_asks_without_end(site: Flask, talks: SampleVisit, box: MailBox) -> None:
    visitor = Desk.of(site)
    most, asked = (int(limit.split()[0]) for limit in (resets.WISHES_OF_ADDRESS, resets.WISHES_OF_NETWORK))
    said = set()
    for number in range(asked):
        said.add(ask(visitor, talks.editor_email))
        until(lambda number=number: len(box.mails) == min(most, number + 1), "no mail came")  # type: ignore[misc]
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
