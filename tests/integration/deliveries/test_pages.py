"""The pages on which admins manage webhooks."""

from __future__ import annotations

import pytest
from flask import Flask

from blog import newsroom
from blog.models import Channel
from blog.newsroom.attempts import Answer, Outcome
from blog.web.deliveries import DeliveryWorker
from tests.desk import Desk
from tests.elsewhere import Elsewhere
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit
from tests.webhooks import URL, add, statuses

FORM = {"name": "The archive", "url": URL, "events": ["banner.set", "update.withdrawn"], "visit": "talks"}


@pytest.fixture
def admin(app: Flask, talks: SampleVisit, worker: DeliveryWorker) -> Desk:
    return Desk.of(app).sign_in(talks.admin_email)


def test_an_admin_adds_a_webhook_tests_it_and_learns_its_secret(admin: Desk, elsewhere: Elsewhere) -> None:
    added = admin.post("/desk/webhooks", FORM)
    assert added.status_code == 303
    page = admin.get(added.location)
    chosen = parse(page).cssselect("#change input[name=events]:checked, #change input[checked]")
    assert {box.get("value") for box in chosen} == {"banner.set", "update.withdrawn"}
    assert "whsec_" not in page.text
    assert "whsec_" in admin.post(f"{added.location}/secret", {}).text
    admin.post(f"{added.location}/test", {})
    assert elsewhere.posted[0][0]["webhook-id"].startswith("msg_test_")
    assert statuses() == [200]
    assert "200" in parse(admin.get(added.location)).cssselect(".webhook-answers")[0].text_content()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"url": "http://site.example/hook"}, "This address cannot be used: it must begin with https://."),
        ({"url": "https://site.example:22/hook"}, "port 22 is not allowed, only 443 and 8443."),
        ({"url": "https://someone:secret@site.example/"}, "it must have no name or password in it."),
        ({"url": ""}, "Enter the address"),
        ({"name": " "}, "Enter a name"),
        ({"events": []}, "Choose at least one kind of event"),
        ({"visit": "nowhere"}, "There is no such visit"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_chosen(
    admin: Desk, wrong: dict[str, object], sentence: str
) -> None:
    refused = admin.post("/desk/webhooks", {**FORM, **wrong})
    assert refused.status_code == 422
    assert sentence in refused.text
    kept = [box.get("value") for box in parse(refused).cssselect("#new input[checked]")]
    assert kept == ([] if "events" in wrong else ["update.withdrawn", "banner.set"])


def test_a_private_address_is_refused_at_once(admin: Desk, elsewhere: Elsewhere) -> None:
    elsewhere.addresses["site.example"] = ["10.0.0.8"]
    assert "not on the public internet" in admin.post("/desk/webhooks", FORM).text


def test_the_page_also_says_how_the_hub_and_the_mails_do(admin: Desk, talks: SampleVisit) -> None:
    assert not parse(admin.get("/desk/webhooks")).cssselect("#hub")
    newsroom.websub.note_hub(is_set=True)
    talks.publish()
    newsroom.invitations.invite(talks.admin_id, "nadia@example.org", by_mail=True)
    [claimed] = newsroom.deliveries.claim(Channel.MAIL, 1)
    mail = newsroom.deliveries.oldest_waiting(claimed.target_id)
    assert mail
    newsroom.deliveries.settle(mail, Answer(Outcome.GONE, "invitation", 550))
    page = words(one(parse(admin.get("/desk/webhooks")), "main"))
    assert "Feeds of all visits · On · 1 waits" in page
    assert "1 mail has not left" in page


@pytest.mark.parametrize("email", ["editor@example.org", "reporter@example.org"])
def test_only_admins_may_see_or_change_webhooks(app: Flask, talks: SampleVisit, email: str) -> None:
    hook_id = add()
    account = Desk.of(app).sign_in(email)
    assert account.get("/desk/webhooks").status_code == 403
    assert account.get(f"/desk/webhooks/{hook_id}").status_code == 403
    for act in ("", "/secret", "/rotate", "/switch", "/test", "/again", "/discard", "/remove"):
        answer = account.post(f"/desk/webhooks/{hook_id}{act}", FORM)
        assert answer.status_code == 403, act
        assert "whsec_" not in answer.text
    assert "Webhooks" not in account.get("/desk").text
