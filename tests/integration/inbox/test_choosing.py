"""Which visit a mail is for, what is no draft, and that its sender sees why."""

from __future__ import annotations

import pytest

from blog import newsroom
from blog.models import Status
from blog.permissions import SYSTEM
from blog.web.inbox import filing
from tests.desk import Desk
from tests.integration.inbox.reader import Reader, drafts, mail
from tests.markup import one, parse, words
from tests.media_files import picture
from tests.sample_visit import SampleVisit


@pytest.fixture
def address(reader: Reader, talks: SampleVisit) -> str:
    return reader.address_of(talks.reporter_email)


def told(reader: Reader, talks: SampleVisit) -> str:
    """What the account's page says of the latest mails."""
    return words(one(parse(Desk.of(reader.site).sign_in(talks.reporter_email).get("/desk/account")), "#mail"))


def test_the_subject_names_the_visit_or_only_one_is_live(reader: Reader, talks: SampleVisit, address: str) -> None:
    other = SampleVisit.open("more-talks")
    reader.folder.deliver(mail(address, subject="Re: [More-Talks]  Dinner [live]"), mail(address, subject="No mark"))
    assert reader.read() == {"filed": 1, "refused": 1}
    [draft] = drafts()
    assert (draft.visit_id, draft.headline) == (other.visit_id, "Dinner [live]")
    assert "No draft: several of your visits are live. Put the visit into the subject, such as [more-talks]." in told(
        reader, talks
    )
    assert reader.folder.set_aside() == 1
    newsroom.visits.set_status(other.visit_id, SYSTEM, Status.ENDED)
    reader.folder.deliver(mail(address, subject="One is live"))
    assert reader.read() == {"filed": 1}
    assert drafts()[-1].visit_id == talks.visit_id
    newsroom.visits.set_status(talks.visit_id, SYSTEM, Status.PAUSED)
    reader.folder.deliver(mail(address))
    assert reader.read() == {"refused": 1}
    assert "No draft: no visit of yours is live." in told(reader, talks)


def test_a_visit_of_somebody_else_is_not_chosen(reader: Reader, talks: SampleVisit, address: str) -> None:
    other = SampleVisit.open("more-talks")
    newsroom.team.remove(other.visit_id, talks.admin_id, talks.reporter_id)
    reader.folder.deliver(mail(address, subject="[more-talks] Dinner"))
    assert reader.read() == {"filed": 1}
    assert [(draft.visit_id, draft.headline) for draft in drafts()] == [(talks.visit_id, "[more-talks] Dinner")]


def test_what_says_nothing_or_too_much_is_set_aside_and_its_sender_sees_why(
    reader: Reader, talks: SampleVisit, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "MESSAGE_BYTES", 20_000)
    empty, large = mail(address, "", "", Message_ID="<a@b>"), mail(address, "x " * 15_000)
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (i, i) for i in range(300))
    reader.folder.deliver(empty, large, f"To: {address}\r\n".encode() + nested)
    assert reader.read() == {"refused": 3}
    assert (drafts(), reader.folder.set_aside()) == ([], 3)
    said = told(reader, talks)
    for sentence in ("nothing in it that an update can show", "the mail was too large", "the mail could not be read"):
        assert sentence in said


def test_pictures_alone_are_a_draft_and_no_more_than_an_update_shows(
    reader: Reader, talks: SampleVisit, address: str
) -> None:
    sent = mail(address, "", "")
    for number in range(13):
        sent.add_attachment(picture(), "image", "jpeg", filename=f"{number}.jpg")
    reader.folder.deliver(sent)
    assert reader.read() == {"filed": 1}
    [draft] = drafts()
    assert (draft.headline, draft.body, len(draft.media_ids)) == ("", "", 12)
    page = Desk.of(reader.site).sign_in(talks.reporter_email).get(f"/desk/visits/talks/updates/{draft.public_id}")
    assert "Not taken from the mail: 12.jpg." in page.text


def test_long_words_lose_nothing_of_their_beginning(reader: Reader, talks: SampleVisit, address: str) -> None:
    reader.folder.deliver(mail(address, "word " * 5_000, "long " * 60), mail(address, "[a](b) *c", "Signs"))
    assert reader.read() == {"filed": 2}
    long, signs = drafts()
    assert len(long.headline) <= 200
    assert long.body.startswith("long " * 59)
    assert len(long.body) <= 20_000
    assert signs.body == r"\[a\](b) \*c"


def test_who_has_learnt_an_address_cannot_fill_the_desk(
    reader: Reader, talks: SampleVisit, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "MAILS_AN_HOUR", 2)
    reader.folder.deliver(*(mail(address) for _ in range(4)))
    assert reader.read() == {"filed": 2, "too_many": 2}
    assert (len(drafts()), reader.folder.set_aside()) == (2, 2)
