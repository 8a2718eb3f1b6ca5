"""What is chosen of a visit that the visit has not got: people read a sentence, machines hear that it is not there."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blog import newsroom
from tests.feeds import FORMATS
from tests.markup import one, parse, shown, words
from tests.sample_visit import SampleVisit


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("topic=none", "This visit has no such topic. No updates match yet. Show all updates"),
        ("delegation=west&topic=trade", "This visit has no such side. No updates match yet. Show all updates"),
        ("speaker=nobody", "This visit has no such speaker. No updates match yet. Show all updates"),
        ("topic=borders", "No updates match yet. Show all updates"),
        ("lang=ja", "No updates match yet. Show all updates"),
    ],
)
def test_a_frame_that_shows_nothing_says_why_and_leads_to_what_there_is(
    client: FlaskClient, talks: SampleVisit, question: str, said: str
) -> None:
    talks.publish("About trade.", topics=["trade"])
    for address in ("/live/talks/embed", "/live/talks"):
        page = parse(client.get(f"{address}?{question}"))
        assert shown(page) == []
        assert words(one(page, "#updates > .empty")) == said
        assert one(page, "#updates > .empty a").get("href") == "/live/talks"


def test_a_topic_that_is_taken_out_leaves_a_frame_that_says_so_and_is_whole_again_when_it_comes_back(
    client: FlaskClient, talks: SampleVisit
) -> None:
    by = talks.visit_id, talks.editor_id
    newsroom.removal.drop_topic(*by, "trade")
    answer = client.get("/live/talks/embed?topic=trade")
    assert answer.status_code == 200
    assert words(one(parse(answer), "#updates > .empty")).startswith("This visit has no such topic.")
    assert one(parse(answer), "#wire").get("data-state") == "connecting"
    newsroom.people.add_topic(*by, "Trade")
    public_id = talks.publish("About trade.", topics=["trade"])
    assert shown(parse(client.get("/live/talks/embed?topic=trade"))) == [public_id]


@pytest.mark.parametrize("format_", FORMATS)
def test_what_a_visit_has_not_got_has_no_feed_for_whoever_mistyped_it(
    client: FlaskClient, talks: SampleVisit, format_: str
) -> None:
    talks.publish(topics=["trade"])
    for question, said in (
        ("topic=trad", "no such topic"),
        ("kind=gossip", "no such kind"),
        ("stop=x", "no such stop"),
    ):
        answer = client.get(f"/live/talks/feed.{format_}?{question}")
        assert answer.status_code == 404
        assert f"This visit has {said}" in answer.text
        links = parse(client.get(f"/live/talks?{question}")).cssselect("link[rel=alternate][title*='(']")
        assert f"/live/talks/feed.{format_}" in [link.get("href") for link in links], "a page leads to what there is"
    for question in ("topic=borders", "lang=ja", "topic=trade"):
        assert client.get(f"/live/talks/feed.{format_}?{question}").status_code == 200, "there may be something yet"


@pytest.mark.parametrize("format_", ["json", "xml"])
def test_a_link_that_chooses_what_is_not_there_is_not_found(
    client: FlaskClient, talks: SampleVisit, format_: str
) -> None:
    for question in ("topic=trad", "kind=gossip", "topic=trade&speaker=nobody"):
        answer = asked(client, question, format_)
        assert answer.status_code == 404
        assert answer.text.startswith("This visit has no such ")
    assert asked(client, "topic=trade&lang=ja", format_).status_code == 200


def asked(client: FlaskClient, question: str, format_: str) -> TestResponse:
    """What oEmbed answers for a link that chooses."""
    link = f"http://localhost:8000/live/talks?{question}"
    return client.get("/oembed", query_string={"url": link, "format": format_})
