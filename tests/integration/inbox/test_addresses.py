"""A private address is a secret of one account: another one ends it, and no copy of the database holds it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from blog import newsroom
from blog.database import Base
from blog.extensions import db
from tests.desk import Desk
from tests.integration.inbox.reader import Reader, address_on, drafts, mail
from tests.journal import Journal
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit


def test_a_mail_to_no_known_address_is_set_aside_unread_and_counted(
    reader: Reader, talks: SampleVisit, journal: Journal
) -> None:
    rita = reader.address_of(talks.reporter_email)
    guessed = rita.replace("+", "+a")
    reader.folder.deliver(mail("desk@example.org"), mail(guessed), b"To: nobody\r\n\r\nHello")
    assert reader.read() == {"unknown_address": 3}
    assert (drafts(), reader.folder.unread(), reader.folder.set_aside()) == ([], 0, 3)
    assert journal.having("mail: 3 unknown_address")
    assert not journal.having(guessed)


def test_who_sends_it_proves_nothing_and_a_blind_copy_counts(reader: Reader, talks: SampleVisit) -> None:
    rita, editor = (reader.address_of(email) for email in (talks.reporter_email, talks.editor_email))
    forged = mail(rita.upper(), From=f"An editor <{talks.editor_email}>")
    blind = mail("press@ministry.example", Delivered_To=editor, Cc=f"Rita <{rita}>")
    reader.folder.deliver(forged, blind)
    assert reader.read() == {"filed": 2}
    assert [draft.author_id for draft in drafts()] == [talks.reporter_id, talks.editor_id]


def test_a_new_address_ends_the_old_one_at_once(reader: Reader, talks: SampleVisit) -> None:
    desk = Desk.of(reader.site).sign_in(talks.reporter_email)
    before = address_on(desk)
    answer = desk.post("/desk/account/mail-address")
    assert (answer.status_code, answer.location) == (303, "/desk/account#mail")
    page = parse(desk.get("/desk/account"))
    assert "The one before is no longer read." in words(one(page, "#said"))
    after = (one(page, "#mail-address").text or "").strip()
    assert after != before
    reader.folder.deliver(mail(before), mail(after))
    assert reader.read() == {"unknown_address": 1, "filed": 1}


@pytest.mark.both_footings
def test_no_copy_of_the_database_holds_an_address(reader: Reader, talks: SampleVisit) -> None:
    address = reader.address_of(talks.reporter_email)
    reader.folder.deliver(mail(address, f"I wrote to {address}.", f"Fwd: {address}"))
    assert reader.read() == {"filed": 1}
    [draft] = drafts()
    assert (draft.headline, draft.body) == ("desk@example.org", "I wrote to desk@example.org.")
    secret = address.partition("+")[2].partition("@")[0]
    rows = [str(row) for table in Base.metadata.sorted_tables for row in db.session.execute(select(table))]
    assert not [row for row in rows if secret in row]


def test_an_account_that_is_switched_off_or_may_not_write_has_no_address(
    reader: Reader, talks: SampleVisit, app: Flask
) -> None:
    rita, editor = (reader.address_of(email) for email in (talks.reporter_email, talks.editor_email))
    newsroom.reporters.switch_off(talks.reporter_email)
    newsroom.team.remove(talks.visit_id, talks.admin_id, talks.editor_id)
    reader.folder.deliver(mail(rita), mail(editor))
    assert reader.read() == {"unknown_address": 2}
    page = parse(Desk.of(reader.site).sign_in(talks.editor_email).get("/desk/account"))
    assert "You have no address yet" in words(one(page, "#mail"))
    newsroom.reporters.switch_on(talks.reporter_email)
    reader.folder.deliver(mail(rita))
    assert reader.read() == {"unknown_address": 1}
    assert reader.address_of(talks.reporter_email) != rita


def test_without_an_inbox_nobody_is_offered_an_address(desk: Desk) -> None:
    assert not parse(desk.get("/desk/account")).cssselect("#mail")
