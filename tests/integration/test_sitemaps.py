"""What search engines are told of: read by a crawler's library, and checked against the schema of sitemaps.org."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy import select
from usp.objects.page import SitemapPage
from usp.tree import sitemap_tree_for_homepage
from usp.web_client.abstract_client import (
    AbstractWebClient,
    AbstractWebClientResponse,
    AbstractWebClientSuccessResponse,
    WebClientErrorResponse,
)
from werkzeug.test import TestResponse

from blog import newsroom
from blog.extensions import db
from blog.models import Update
from blog.newsroom.posts import Post
from blog.queries import sitemap, stream
from tests.markup import one, parse
from tests.sample_visit import SampleVisit
from tests.servers.node import SITEMAP, npm_tool

NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
PART = "/live/talks/sitemap-1.xml"


class Fetched(AbstractWebClientSuccessResponse):
    """An answer as the crawler's library wants it."""

    def __init__(self, url: str, answer: TestResponse) -> None:
        self._url, self._answer = url, answer

    def status_code(self) -> int:
        return self._answer.status_code

    def status_message(self) -> str:
        return self._answer.status

    def header(self, case_insensitive_name: str) -> str | None:
        return self._answer.headers.get(case_insensitive_name)

    def raw_data(self) -> bytes:
        return self._answer.data

    def url(self) -> str:
        return self._url


class Crawler(AbstractWebClient):
    """Fetches from the app instead of from the network."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client

    def set_max_response_data_length(self, max_response_data_length: int | None) -> None:
        """An app has no answers without an end."""

    def get(self, url: str) -> AbstractWebClientResponse:
        answer = self._client.get(urlsplit(url).path)
        return Fetched(url, answer) if answer.status_code == 200 else WebClientErrorResponse(answer.status, False)


def test_a_crawler_finds_every_page_that_should_be_found_and_no_other(client: FlaskClient, talks: SampleVisit) -> None:
    key, plain = talks.publish("They agree."), talks.publish("The cars are late.")
    newsroom.updates.key(talks.visit_id, talks.editor_id, key)
    found = crawled(client)

    base = "http://localhost:8000"
    assert {
        base + path for path in ("/", "/standing", "/live/talks", "/live/talks/itinerary", "/live/talks/people")
    } <= {*found}
    assert f"{base}/live/talks/updates/{key}" in found
    assert f"{base}/live/talks/updates/{plain}" not in found
    assert found[f"{base}/live/talks/updates/{key}"].last_modified
    for address in found:
        page = client.get(address.removeprefix(base))
        assert page.status_code == 200
        assert one(parse(page), "link[rel=canonical]").get("href") == address
        assert [meta.get("content") for meta in parse(page).cssselect("meta[name=robots]")] in (
            [],
            ["max-image-preview:large"],
        )


def test_a_withdrawn_update_is_in_no_sitemap_and_asks_not_to_be_found(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("A secret.", headline="The secret", key=True)
    before = {path: client.get(path) for path in (PART, "/sitemap-news.xml")}
    assert all(public_id in answer.text for answer in before.values())
    assert "The secret" in before["/sitemap-news.xml"].text

    talks.withdraw(public_id)

    for path, answer in before.items():
        after = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert after.status_code == 200
        assert public_id not in after.text
        assert "secret" not in after.text
    page = parse(client.get(f"/live/talks/updates/{public_id}"))
    assert one(page, "meta[name=robots]").get("content") == "noindex"


def test_what_is_not_published_is_in_no_sitemap(client: FlaskClient, talks: SampleVisit) -> None:
    newsroom.drafts.save(talks.visit_id, talks.editor_id, Post("A draft.", headline="A draft", key=True))
    assert "/updates/" not in client.get(PART).text
    assert "draft" not in client.get("/sitemap-news.xml").text


def test_every_sitemap_is_valid(client: FlaskClient, talks: SampleVisit) -> None:
    talks.publish("They <agree> & sign.", headline="They <agree> & sign", key=True)
    schema = etree.XMLSchema(file=str(npm_tool(*SITEMAP) / "schema" / "sitemap.xsd"))
    for path in ("/sitemap-site.xml", PART, "/sitemap-news.xml"):
        answer = client.get(path)
        assert answer.content_type == "text/xml; charset=utf-8"
        document = etree.fromstring(answer.data)
        for story in document.iter(f"{NEWS}news"):
            story.getparent().remove(story)  # the schema of sitemaps.org does not know Google's words
        schema.assertValid(document)


def test_news_is_what_was_published_in_the_last_two_days(client: FlaskClient, talks: SampleVisit) -> None:
    old = talks.publish("It was long ago.", key=True)
    new = talks.publish("They <agree> & sign.", headline="They <agree> & sign", key=True, lang="zh")
    _age(old, timedelta(days=2, minutes=1))

    document = etree.fromstring(client.get("/sitemap-news.xml").data)

    assert [location.text.rpartition("/")[2] for location in document.iter("{*}loc")] == [new]
    assert [title.text for title in document.iter(f"{NEWS}title")] == ["They <agree> & sign"]
    assert [language.text for language in document.iter(f"{NEWS}language")] == ["zh-cn"]


def test_a_visit_is_news_when_its_coverage_has_just_begun(client: FlaskClient, talks: SampleVisit) -> None:
    talks.publish("The first words.")
    document = etree.fromstring(client.get("/sitemap-news.xml").data)
    assert [title.text for title in document.iter(f"{NEWS}title")] == ["Talks in Vienna"]


def test_a_long_visit_has_several_sitemaps_that_do_not_shift(
    app: Flask, client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "NUMBERS_IN_A_PART", 4)
    monkeypatch.setattr(stream, "PAGE_SIZE", 2)
    ids = [talks.publish(f"Update {number}.", key=True) for number in range(1, 10)]

    index = client.get("/sitemap.xml").text
    assert [f"sitemap-{number}.xml" in index for number in range(1, 5)] == [True, True, True, False]
    parts = [client.get(f"/live/talks/sitemap-{number}.xml").text for number in range(1, 4)]
    assert [[public_id in part for public_id in ids].count(True) for part in parts] == [4, 4, 1]
    pages = [[number for number in range(1, 9) if f"?page={number}<" in part] for part in parts]
    assert pages == [[1, 2], [3], []]
    assert client.get("/live/talks/sitemap-4.xml").status_code == 404
    assert client.get("/live/talks/sitemap-0.xml").status_code == 404


def test_robots_may_read_pages_but_not_the_desk(client: FlaskClient, talks: SampleVisit) -> None:
    robots = client.get("/robots.txt")
    assert robots.mimetype == "text/plain"
    assert robots.text.startswith("#"), "some crawlers do not read past an empty first line"
    assert "Disallow: /desk\n" in robots.text
    assert "Disallow: /\n" not in robots.text


@pytest.mark.parametrize("page", ["/live/talks/search?q=talks", "/live/talks/embed", "/live/talks/updates/{}/history"])
def test_pages_that_should_not_be_found_say_so(client: FlaskClient, talks: SampleVisit, page: str) -> None:
    answer = client.get(page.format(talks.publish("Words.")))
    assert one(parse(answer), "meta[name=robots]").get("content") == "noindex"


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [("?key=1", ""), ("?topic=trade&page=1", ""), ("?utm_source=x", ""), ("?page=1", "?page=1"), ("?page=3", "")],
)
def test_a_filter_is_a_part_of_the_visit_and_an_archive_page_is_itself(
    client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch, asked: str, canonical: str
) -> None:
    monkeypatch.setattr(stream, "PAGE_SIZE", 2)
    for number in range(5):
        talks.publish(f"Update {number}.", key=True, topics=["trade"])
    page = parse(client.get(f"/live/talks{asked}"))
    assert one(page, "link[rel=canonical]").get("href") == f"http://localhost:8000/live/talks{canonical}"


def crawled(client: FlaskClient) -> dict[str, SitemapPage]:
    """Every address that the library finds, beginning with nothing but the name of the site."""
    tree = sitemap_tree_for_homepage("http://localhost:8000/", web_client=Crawler(client), use_known_paths=False)
    return {page.url: page for page in sorted(tree.all_pages(), key=lambda page: page.last_modified is not None)}


def _age(public_id: str, by: timedelta) -> None:
    """Lets an update have been published earlier."""
    row = db.session.scalars(select(Update).where(Update.public_id == public_id)).one()
    assert row.published_at
    row.published_at -= by
    db.session.commit()
