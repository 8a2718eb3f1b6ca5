"""The card of a link in feeds, in the API and in an archive: as plain words and a link, and nothing to play."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from lxml.html import document_fromstring

from tests.archives import exported
from tests.desk import Desk
from tests.sample_visit import SampleVisit
from tests.video_card import VIDEO_URL, with_card

SAID = {
    "url": VIDEO_URL,
    "title": "The arrival",
    "site": "YouTube",
    "author": "Ministry",
    "date": None,
    "excerpt": "",
    "lang": "",
    "provider": "youtube",
}


def test_the_api_lists_the_cards_of_an_update(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = with_card(talks)
    answer = client.get(f"/api/v1/visits/talks/updates/{public_id}").json
    assert answer
    assert answer["cards"] == [SAID]
    talks.withdraw(public_id)
    assert "cards" not in (client.get(f"/api/v1/visits/talks/updates/{public_id}").json or {})


def test_a_feed_links_a_card_by_its_title(client: FlaskClient, talks: SampleVisit) -> None:
    with_card(talks)
    [item] = (client.get("/live/talks/feed.json").json or {})["items"]
    [link] = document_fromstring(item["content_html"]).cssselect(f"a[href='{VIDEO_URL}']")
    assert link.text_content() == "The arrival"
    assert VIDEO_URL not in document_fromstring(item["content_html"]).text_content()
    assert "/play/" not in item["content_html"]


def test_an_archive_shows_a_card_without_a_player(app: Flask, talks: SampleVisit, tmp_path: Path) -> None:
    with_card(talks)
    document = exported(app, "talks", tmp_path / "archive")
    [update] = document["updates"]
    [card] = update["cards"]
    assert card.pop("fetched_at")
    assert card == SAID | {"player": "dQw4w9WgXcQ"}
    pages = [path.read_text() for path in (tmp_path / "archive").rglob("*.html")]
    assert [page for page in pages if "link-card-title" in page]
    assert not [page for page in pages if "/play/" in page or "data-play" in page]


def test_an_embed_shows_a_card_as_a_link(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = with_card(talks)
    for path in ("embed", f"updates/{public_id}/embed"):
        [card] = document_fromstring(client.get(f"/live/talks/{path}").text).cssselect(".link-card-title")
        assert (card.text, card.get("href")) == ("The arrival", VIDEO_URL)


def test_a_search_does_not_find_an_update_by_the_words_of_its_card(client: FlaskClient, talks: SampleVisit) -> None:
    with_card(talks)
    assert "They have" in client.get("/live/talks/search?q=arrived").text
    assert not document_fromstring(client.get("/live/talks/search?q=ministry").text).cssselect(".result")


def test_the_desk_says_before_publication_that_a_card_will_follow(desk: Desk, talks: SampleVisit) -> None:
    def previewed(body: str, **fields: str) -> str:
        return desk.post("/desk/visits/talks/preview", {"body": body, **fields}).text

    assert "A card will follow for the link." in previewed(f"They have arrived.\n\n{VIDEO_URL}")
    assert "A card will follow" not in previewed(f"They have arrived: {VIDEO_URL}")
    public_id = with_card(talks)
    edited = previewed(f"They have landed.\n\n{VIDEO_URL}", update=public_id)
    assert "A card will follow" not in edited
    assert "The arrival" in edited
