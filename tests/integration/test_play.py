"""A player of another site opens in a page of ours, whose policy names that site alone, as long as its card shows."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml.html import document_fromstring

from blog import newsroom
from blog.fetching import Found
from tests.sample_visit import SampleVisit
from tests.video_card import with_card


def policy(answer: object) -> dict[str, str]:
    header = answer.headers["Content-Security-Policy"]  # type: ignore[attr-defined]
    return dict(rule.split(" ", 1) for rule in header.split("; "))


def test_a_card_leads_to_a_page_whose_policy_names_its_player_alone(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = with_card(talks)
    live = client.get("/live/talks")
    [link] = document_fromstring(live.text).cssselect("#updates a[data-play]")
    assert link.get("href") == f"/live/talks/updates/{public_id}/play/1"
    assert " ".join(link.text_content().split()) == "Play on this page (YouTube): The arrival"
    answer = client.get(link.get("href"))
    [frame] = document_fromstring(answer.text).cssselect("iframe")
    assert frame.get("src") == "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
    assert policy(answer)["frame-src"] == "https://www.youtube-nocookie.com"
    assert policy(answer)["default-src"] == "'none'"
    assert "X-Frame-Options" not in answer.headers
    for _ in range(2):  # made, and from memory
        assert policy(client.get(link.get("href"))) == policy(answer)


def test_every_live_page_and_embed_allows_frames_of_this_site_alone(client: FlaskClient, talks: SampleVisit) -> None:
    plain, public_id = talks.publish("Without a card."), with_card(talks)
    for one in (plain, public_id):
        for path in ("", "/embed", f"/updates/{one}", f"/updates/{one}/embed"):
            answer = client.get(f"/live/talks{path}")
            assert policy(answer)["frame-src"] == "'self'", path
            assert "<iframe" not in answer.text
            hosts = {urlsplit(str(url)).hostname for url in document_fromstring(answer.text).xpath("//@src")}
            assert hosts <= {None, "localhost"}, "something is loaded from elsewhere before a reader asks"


def test_a_player_may_be_framed_by_whom_the_page_may_be(make_app, sqlite_url: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    app: Flask = make_app(sqlite_url, tmp_path, EMBED_ANCESTORS="https://paper.example")
    with app.app_context():
        public_id = with_card(SampleVisit.open())
    answer = app.test_client().get(f"/live/talks/updates/{public_id}/play/1")
    assert policy(answer)["frame-ancestors"] == "'self' https://paper.example"


def test_there_is_nothing_to_play_without_such_a_card(client: FlaskClient, talks: SampleVisit) -> None:
    plain, post = talks.publish("Without a card."), with_card(talks, Found("A post", "X", provider="x"))
    for path in (f"{plain}/play/1", f"{post}/play/1", f"{post}/play/2", f"{post}/play/0", "nowhere22/play/1"):
        assert client.get(f"/live/talks/updates/{path}").status_code == 404, path
    assert not document_fromstring(client.get("/live/talks").text).cssselect("[data-play]")


@pytest.mark.parametrize("how", ["withdraw", "purge", "edit"])
def test_it_goes_with_its_text(client: FlaskClient, talks: SampleVisit, how: str) -> None:
    public_id = with_card(talks)
    path = f"/live/talks/updates/{public_id}/play/1"
    assert client.get(path).status_code == 200
    if how == "withdraw":
        talks.withdraw(public_id)
    elif how == "purge":
        newsroom.updates.purge(talks.visit_id, talks.admin_id, public_id, "A court said so.")
    else:
        talks.edit(public_id, "Without the video.", version=1)
    answer = client.get(path)
    assert answer.status_code == (404 if how == "edit" else 410)
    assert "The arrival" not in answer.text
    assert "youtube" not in answer.headers["Content-Security-Policy"]
