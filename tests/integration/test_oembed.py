"""Sites that quote us: what they are told of a link, read by a consumer's library, and what they are not told."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from micawber.providers import Provider
from werkzeug.test import TestResponse

from blog.newsroom.drafts import save
from blog.newsroom.posts import Post
from tests.markup import one, parse
from tests.sample_visit import SampleVisit

HOME = "http://localhost:8000"
EVIL = 'They <agree> & "sign"'


class Consumer(Provider):
    """Fetches from the app instead of from the network."""

    def __init__(self, client: FlaskClient) -> None:
        super().__init__(f"{HOME}/oembed")
        self._client = client

    def fetch(self, url: str) -> str:
        return self._client.get(url.removeprefix(HOME)).text


def test_a_consumer_gets_the_frame_of_a_visit(client: FlaskClient, talks: SampleVisit) -> None:
    told = Consumer(client).request(f"{HOME}/live/{talks.slug}")
    assert (told["type"], told["version"], told["title"]) == ("rich", "1.0", "Talks in Vienna")
    assert told["provider_name"] == "Dateline"
    frame = one(parse(told["html"]), "iframe")
    assert frame.get("frameborder") == "0", "WordPress takes the style away, and browsers then draw a border"
    assert frame.get("src") == f"{HOME}/live/talks/embed"
    assert (int(frame.get("width")), int(frame.get("height"))) == (told["width"], told["height"])
    assert client.get(told["thumbnail_url"].removeprefix(HOME)).mimetype == "image/png"
    assert client.get("/live/talks/embed").status_code == 200


def test_a_consumer_gets_the_frame_of_an_update_in_both_formats(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("The words.", headline=EVIL)
    link = f"{HOME}/live/{talks.slug}/updates/{public_id}#u-{public_id}"
    told = Consumer(client).request(link, maxwidth=320, maxheight=300)
    assert (told["title"], told["author_name"]) == (EVIL, "An reporter")
    assert (told["width"], told["height"]) == (320, 300)
    assert "thumbnail_url" not in told, "the picture is larger than what was asked for"
    frame = one(parse(told["html"]), "iframe")
    assert frame.get("title") == EVIL
    assert client.get(frame.get("src").removeprefix(HOME)).status_code == 200

    answer = asked(client, link, format="xml", maxwidth="320", maxheight="300")
    assert answer.mimetype == "text/xml"
    assert {child.tag: child.text for child in etree.fromstring(answer.data)} == {
        name: str(value) for name, value in told.items() if name != "url"
    }


@pytest.mark.parametrize("format_", ["json", "xml"])
def test_pages_say_where_to_ask(client: FlaskClient, talks: SampleVisit, format_: str) -> None:
    public_id = talks.publish("The words.")
    for path in (f"/live/{talks.slug}", f"/live/{talks.slug}/updates/{public_id}"):
        kind = {"json": "application/json", "xml": "text/xml"}[format_]
        href = one(parse(client.get(path)), f'link[type="{kind}+oembed"]').get("href")
        assert parse_qs(urlsplit(href).query) == {"url": [HOME + path], "format": [format_]}
        answer = client.get(href.removeprefix(HOME))
        assert (answer.status_code, answer.mimetype) == (200, kind)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer.headers


def test_what_a_link_chooses_is_what_the_frame_shows(client: FlaskClient, talks: SampleVisit) -> None:
    told = Consumer(client).request(f"{HOME}/live/{talks.slug}?topic=trade&key=1&utm_source=x&page=2")
    src = one(parse(told["html"]), "iframe").get("src")
    assert parse_qs(urlsplit(src).query) == {"topic": ["trade"], "key": ["1"]}


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/live/talks",
        "http://localhost.example.org/live/talks",
        "ftp://localhost:8000/live/talks",
        "//localhost:8000/live/talks",
        "/live/talks",
        f"{HOME}/live/nowhere",
        f"{HOME}/live/talks/updates/nothing",
        f"{HOME}/",
        f"{HOME}/desk",
        f"{HOME}/live/talks/search?q=x",
        "http://[",
        "words",
    ],
)
def test_what_is_not_ours_or_not_there_is_not_found(client: FlaskClient, talks: SampleVisit, link: str) -> None:
    assert asked(client, link).status_code == 404


def test_a_draft_is_not_found(client: FlaskClient, talks: SampleVisit) -> None:
    draft = save(talks.visit_id, talks.editor_id, Post("A draft."))
    assert asked(client, f"{HOME}/live/{talks.slug}/updates/{draft}").status_code == 404


def test_a_request_that_is_wrong_is_told_so(client: FlaskClient, talks: SampleVisit) -> None:
    assert client.get("/oembed").status_code == 400
    assert asked(client, f"{HOME}/live/talks", format="yaml").status_code == 501
    for bound in ("", "0", "-5", "wide", "٣", "9" * 50):
        answer = asked(client, f"{HOME}/live/talks", maxwidth=bound)
        assert answer.status_code == 200
        assert answer.json
        assert 0 < answer.json["width"] <= 640


def test_the_address_that_was_asked_is_ours_too(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    answer = client.get(
        "/oembed", query_string={"url": "http://inside.example/live/talks"}, base_url="http://inside.example"
    )
    assert answer.json
    assert f"{HOME}/live/talks/embed" in answer.json["html"]


def test_a_correction_and_a_withdrawal_are_told_at_the_next_request(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("They met for three-days.")
    link = f"{HOME}/live/{talks.slug}/updates/{public_id}"
    before = asked(client, link)
    assert "three-days" in before.text
    talks.edit(public_id, "They met for two-days.", version=1, reason="correction", note="It was two.")

    after = asked(client, link, tag=before.headers["ETag"])
    assert after.status_code == 200
    assert "two-days" in after.text
    assert "three-days" not in after.text

    talks.withdraw(public_id)
    gone = asked(client, link, tag=after.headers["ETag"])
    assert gone.status_code == 404
    assert "days" not in gone.text
    assert not parse(client.get(f"/live/{talks.slug}/updates/{public_id}")).cssselect('link[type$="+oembed"]')


def asked(client: FlaskClient, link: str, tag: str = "", **options: str) -> TestResponse:
    headers = {"If-None-Match": tag} if tag else {}
    return client.get("/oembed", query_string={"url": link, **options}, headers=headers)
