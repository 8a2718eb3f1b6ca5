"""A site under a newsroom's own name: on pages, frames, feeds, linked data, previews and at the desk."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree, html
from werkzeug.test import TestResponse

from blog import newsroom
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from tests.archives import exported
from tests.sample_visit import SampleVisit

NAME = "The Daily Harbour"
LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50">
<style>path { fill: navy }</style><path d="M0 0h9v9z"/>
</svg>"""
SETTINGS = {
    "SITE_NAME": NAME,
    "SITE_ACCENT": "#0a7d5a",
    "SITE_IMPRINT_URL": "https://harbour.example/imprint",
    "SITE_PRIVACY_URL": "https://harbour.example/privacy",
    "SITE_CONTACT_URL": "mailto:desk@harbour.example",
}
"""Everything but the logo, which is a file."""


@pytest.fixture
def own(make_app: Callable[..., Flask], sqlite_url: str, tmp_path: Path) -> FlaskClient:
    """A site with all settings of the publisher, and the sample visit on it."""
    (tmp_path / "logo.svg").write_text(LOGO)
    app = make_app(sqlite_url, tmp_path, SITE_LOGO=str(tmp_path / "logo.svg"), **SETTINGS)
    with app.app_context():
        visit_id = newsroom.visits.open_visit("talks", by_id=SYSTEM, title="Talks in Vienna")
        newsroom.visits.set_status(visit_id, SYSTEM, "live")
        newsroom.updates.publish(visit_id, SYSTEM, Post(headline="They agree", body="They agree.", key=True))
    return app.test_client()


def text(answer: TestResponse) -> str:
    assert answer.status_code in (200, 404)
    return answer.get_data(as_text=True)


def the_update(own: FlaskClient) -> str:
    page = html.fromstring(text(own.get("/live/talks")))
    return f"/live/talks/updates/{page.xpath('//article/@data-update')[0]}"


@pytest.mark.parametrize("path", ["/", "/live/talks", "/standing", "/nowhere", "/desk/sign-in", "/api/v1/"])
def test_every_page_has_name_logo_accent_and_links(own: FlaskClient, path: str) -> None:
    page = html.fromstring(text(own.get(path)))
    assert NAME in page.findtext(".//title")
    assert "Dateline" not in page.findtext(".//title")
    (mark,) = page.xpath("//header//a[@class='wordmark']/img")
    assert (mark.get("alt"), mark.get("width"), mark.get("height")) == (NAME, "200", "50")
    assert any(href.endswith("/publisher/accent.css") for href in page.xpath("//link[@rel='stylesheet']/@href"))
    if not path.startswith("/desk"):
        assert set(SETTINGS.values()) >= set(page.xpath("//footer//a[contains(@href, 'harbour.example')]/@href"))
        assert len(page.xpath("//footer//a[contains(@href, 'harbour.example')]")) == 3
        assert "Made with Dateline" in page.xpath("string(//footer[@class='colophon'])")


def test_without_settings_nothing_of_it_is_there(client: FlaskClient, talks: SampleVisit) -> None:
    for path in ("/", f"/live/{talks.slug}", f"/live/{talks.slug}/embed", "/nowhere"):
        shown = text(client.get(path))
        assert "Dateline" in shown
        for unwanted in ("Made with", "publisher/", "<img", "Imprint", "Privacy"):
            assert unwanted not in shown, (path, unwanted)


def test_frames_have_them_too(own: FlaskClient) -> None:
    update = the_update(own)
    for path in ("/live/talks/embed", f"{update}/embed", "/live/nowhere/embed"):
        page = html.fromstring(text(own.get(path)))
        assert page.findtext(".//title").endswith(NAME)
        assert page.xpath("//link[contains(@href, 'publisher/accent.css')]")
    page = html.fromstring(text(own.get("/live/talks/embed")))
    assert page.xpath("//footer//img/@alt") == [NAME]
    assert len(page.xpath("//footer//a[contains(@href, 'harbour.example')]")) == 3


def test_the_files_are_kept_for_ever_and_run_nothing(own: FlaskClient) -> None:
    page = html.fromstring(text(own.get("/")))
    drawn = own.get(page.xpath("//a[@class='wordmark']/img/@src")[0])
    assert (drawn.mimetype, drawn.get_data(as_text=True)) == ("image/svg+xml", LOGO)
    assert "immutable" in drawn.headers["Cache-Control"]
    policy = drawn.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "sandbox" in policy
    assert "script" not in policy
    styles = own.get(page.xpath("//link[contains(@href, 'accent.css')]/@href")[0])
    assert styles.mimetype == "text/css"
    assert "--accent:light-dark(#0" in styles.get_data(as_text=True)


def test_another_colour_has_another_address(
    own: FlaskClient, make_app: Callable[..., Flask], sqlite_url: str, tmp_path: Path
) -> None:
    other = make_app(sqlite_url, tmp_path, SITE_ACCENT="#7a1fa2").extensions["static_files"]
    same = own.application.extensions["static_files"]
    assert other.url("publisher/accent.css") != same.url("publisher/accent.css")
    assert other.url("css/site.css") == same.url("css/site.css")
    assert other.digest != same.digest  # pages that name the one are not answered with 304 for the other


def test_feeds_name_the_publisher_and_what_made_them(own: FlaskClient) -> None:
    atom = etree.fromstring(own.get("/live/talks/feed.atom").data)
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert atom.findtext("a:author/a:name", namespaces=names) == NAME
    assert atom.findtext("a:generator", namespaces=names) == "Dateline"
    assert atom.findtext("a:logo", namespaces=names).endswith("/publisher/logo.svg")
    rss = etree.fromstring(own.get("/live/talks/feed.rss").data)
    assert rss.findtext("channel/{http://purl.org/dc/elements/1.1/}publisher") == NAME
    assert rss.find("channel/image") is None  # RSS takes no drawing
    feed = json.loads(own.get("/live/talks/feed.json").data)
    assert feed["authors"][0]["name"] == NAME
    assert "icon" not in feed  # it is not square


def test_linked_data_oembed_and_the_manifest_name_it(own: FlaskClient) -> None:
    page = html.fromstring(text(own.get("/live/talks")))
    publisher = json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])["publisher"]
    assert publisher["name"] == NAME
    assert publisher["logo"]["url"].startswith("http://localhost:8000/static/")
    assert (publisher["logo"]["width"], publisher["logo"]["height"]) == (200, 50)
    assert publisher["actionableFeedbackPolicy"] == "mailto:desk@harbour.example"
    offered = own.get("/oembed?url=http://localhost:8000/live/talks").json
    assert offered
    assert (offered["provider_name"], offered["author_name"]) == (NAME, NAME)
    manifest = json.loads(own.get("/desk/manifest.webmanifest").data)
    assert (manifest["name"], manifest["short_name"]) == (f"{NAME} desk", NAME)
    assert f"<news:name>{NAME}<" in text(own.get("/sitemap-news.xml"))


def test_link_previews_carry_it_and_change_with_it(own: FlaskClient, client: FlaskClient) -> None:
    page = html.fromstring(text(own.get("/live/talks")))
    assert page.xpath("//meta[@property='og:site_name']/@content") == [NAME]
    assert page.xpath("//meta[@property='og:title']/@content") == ["Live: Talks in Vienna"]
    assert own.get("/preview.png").data != client.get("/preview.png").data


def test_an_archive_takes_logo_and_accent_along(own: FlaskClient, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    exported(own.application, "talks", folder)
    assert (folder / "static" / "publisher" / "logo.svg").read_text() == LOGO
    assert (folder / "static" / "publisher" / "accent.css").exists()
    first = html.fromstring((folder / "index.html").read_text())
    assert first.xpath("//footer//a[contains(@href, 'harbour.example/imprint')]")


def test_the_site_opens_with_a_name_in_letters_that_our_fonts_lack(
    make_app: Callable[..., Flask], sqlite_url: str, tmp_path: Path
) -> None:
    client = make_app(sqlite_url, tmp_path, SITE_NAME="港口日报", SITE_ACCENT="#e3120b").test_client()
    assert "港口日报" in text(client.get("/"))
    assert client.get("/preview.png").mimetype == "image/png"
