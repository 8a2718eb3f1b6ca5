"""The feed in an iframe on another site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.queries import stream
from tests.markup import one, parse, shown, words
from tests.sample_visit import SampleVisit

MakeApp = Callable[..., Flask]


def test_the_frame_shows_the_stream_and_leads_to_the_whole_page(client: FlaskClient, talks: SampleVisit) -> None:
    ids = [talks.publish(f"Number {n}.") for n in range(2)]
    page = parse(client.get("/live/talks/embed"))
    assert shown(page) == ids[::-1]
    for region in ("#banner", "#wire", "#arrivals", "main#updates[data-front]"):
        one(page, region)
    assert one(page, "base").get("target") == "_blank"
    assert one(page, "link[rel=canonical]").get("href") == "http://localhost:8000/live/talks"
    assert one(page, ".embed-title a").get("href") == one(page, ".embed-all").get("href") == "/live/talks"
    assert words(one(page, ".embed-foot")) == "From Dateline Follow the whole visit"
    assert words(one(page, "#visit-status")) == "Live"
    assert not page.cssselect("form, header.masthead")


@pytest.mark.parametrize(
    ("theme", "scheme"), [("light", "light"), ("dark", "dark"), ("auto", None), ('"><script>', None), ("", None)]
)
def test_the_theme_is_one_that_there_is(
    client: FlaskClient, talks: SampleVisit, theme: str, scheme: str | None
) -> None:
    answer = client.get("/live/talks/embed", query_string={"theme": theme})
    assert answer.status_code == 200
    assert parse(answer).get("data-scheme") == scheme
    assert "><script>" not in answer.text


def test_the_limit_is_kept_within_reason(client: FlaskClient, talks: SampleVisit) -> None:
    ids = [talks.publish(f"Number {n}.") for n in range(5)]
    for limit, expected in (("2", 2), ("0", 1), ("-5", 1), ("9" * 30, 5), ("many", 5), ("", 5)):
        assert shown(parse(client.get(f"/live/talks/embed?limit={limit}"))) == ids[::-1][:expected], limit


def test_the_frame_tells_its_script_how_many_it_may_show(client: FlaskClient, talks: SampleVisit) -> None:
    for limit, most in (("?limit=2", "2"), ("", "10"), ("?limit=many", "10")):
        assert one(parse(client.get(f"/live/talks/embed{limit}")), "#updates").get("data-most") == most
    assert one(parse(client.get("/live/talks")), "#updates").get("data-most") is None


def test_a_frame_may_show_one_topic(client: FlaskClient, talks: SampleVisit) -> None:
    talks.publish("About anything.")
    about_trade = talks.publish("About trade.", topics=["trade"])
    page = parse(client.get("/live/talks/embed?topic=trade"))
    assert shown(page) == [about_trade]
    assert one(page, "#updates").get("data-filter") == "topic=trade"


@pytest.mark.parametrize(
    ("question", "filter_", "said"),
    [
        ("key=1&topic=trade", "topic=trade&key=1", "Only Trade · Key events"),
        ("speaker=ada-nord", "speaker=ada-nord", "Only Ada Nord"),
        ("delegation=north&lang=zh", "delegation=north&lang=zh", "Only North · 中文"),
        ("kind=statement", "kind=statement", "Only Statement"),
        ("topic=none", "topic=-", "Only Unknown"),
    ],
)
def test_a_frame_may_show_what_any_filter_wants_and_says_so(
    client: FlaskClient, talks: SampleVisit, question: str, filter_: str, said: str
) -> None:
    page = parse(client.get(f"/live/talks/embed?{question}"))
    assert one(page, "#updates").get("data-filter") == filter_
    assert words(one(page, ".embed-chosen")) == said


@pytest.mark.parametrize(
    "question", ["kind=gossip", "key=yes", "colour=red", "limit=%00", "theme=%FF", "topic=", "page=7"]
)
def test_an_option_that_cannot_be_meant_is_passed_over(client: FlaskClient, talks: SampleVisit, question: str) -> None:
    public_id = talks.publish()
    page = parse(client.get(f"/live/talks/embed?{question}"))
    assert shown(page) == [public_id]
    assert one(page, "#updates").get("data-filter") == ""
    assert not page.cssselect(".embed-chosen")


def test_a_frame_shows_as_many_as_were_asked_for_however_the_pages_are_cut(
    client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [talks.publish(f"Number {n}.") for n in range(9)]
    monkeypatch.setattr(stream, "PAGE_SIZE", 4)  # the front page has five
    assert shown(parse(client.get("/live/talks/embed?limit=7"))) == ids[:-8:-1]


def test_the_banner_stands_in_the_frame_too(client: FlaskClient, talks: SampleVisit) -> None:
    newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "An agreement is reached.")
    assert "An agreement is reached." in words(one(parse(client.get("/live/talks/embed")), "#banner[role=alert]"))


def test_what_was_withdrawn_is_not_in_the_frame(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("A secret word.")
    client.get("/live/talks/embed")
    talks.withdraw(public_id)
    assert "secret" not in client.get("/live/talks/embed").text


def test_one_update_has_a_frame_of_its_own(client: FlaskClient, talks: SampleVisit) -> None:
    first, second = talks.publish("The first."), talks.publish("The second.")
    page = parse(client.get(f"/live/talks/updates/{first}/embed?theme=dark"))
    assert shown(page) == [first] != [second]
    assert page.get("data-scheme") == "dark"
    assert one(page, "link[rel=canonical]").get("href") == f"http://localhost:8000/live/talks/updates/{first}"
    assert words(one(page, "h1")) == "Talks in Vienna"
    assert words(one(page, "#visit-status")) == "Live"
    assert not page.cssselect("#arrivals, #updates[data-front], #updates[data-filter], #banner, #pinned")


def test_the_frame_of_a_withdrawn_update_says_so_and_keeps_no_word(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("A secret word.")
    address = f"/live/talks/updates/{public_id}/embed"
    assert "secret" in client.get(address).text
    talks.withdraw(public_id, "It was not so.")
    answer = client.get(address)
    assert answer.status_code == 200
    assert "secret" not in answer.text
    assert "It was not so." in words(one(parse(answer), "#updates"))


@pytest.mark.parametrize("address", ["/live/none/embed?theme=dark", "/live/talks/updates/none/embed?theme=dark"])
def test_a_frame_of_what_is_missing_says_so(client: FlaskClient, talks: SampleVisit, address: str) -> None:
    answer = client.get(address)
    page = parse(answer)
    assert answer.status_code == 404
    assert page.get("data-scheme") == "dark"
    assert words(one(page, "main")).startswith("There is nothing at this address There is no ")
    assert one(page, "base").get("target") == "_blank"
    assert not page.cssselect("header.masthead, form")


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("upcoming", "Live coverage has not begun."),
        ("live", ""),
        ("paused", "Coverage is paused. This page updates by itself when there is news."),
        ("ended", "This coverage has ended."),
    ],
)
def test_the_frame_says_where_a_visit_stands(
    client: FlaskClient, talks: SampleVisit, status: str, sentence: str
) -> None:
    if status != "live":
        newsroom.visits.set_status(talks.visit_id, talks.editor_id, status)
    page = parse(client.get("/live/talks/embed"))
    assert words(one(page, "#visit-status")).lower() == status
    assert words(one(page, "#visit-state")).startswith(sentence)
    assert (one(page, "#visit-state").get("hidden") is None) == bool(sentence)


def test_only_the_frame_may_be_framed_and_only_by_those_who_are_named(
    make_app: MakeApp, database_url: str, tmp_path: Path, talks: SampleVisit
) -> None:
    public_id = talks.publish()
    client = make_app(
        database_url, tmp_path, EMBED_ANCESTORS="https://paper.example https://*.wire.example"
    ).test_client()
    for address in ("/live/talks/embed", "/live/none/embed", f"/live/talks/updates/{public_id}/embed"):
        headers = client.get(address).headers
        assert headers["Content-Security-Policy"].endswith(
            "; frame-ancestors 'self' https://paper.example https://*.wire.example"
        )
        assert "X-Frame-Options" not in headers
    for address in ("/", "/live/talks", f"/live/talks/updates/{public_id}", "/desk/sign-in", "/embed.js", "/none"):
        headers = client.get(address).headers
        assert headers["Content-Security-Policy"].endswith("; frame-ancestors 'none'"), address
        assert headers["X-Frame-Options"] == "DENY"


def test_by_default_any_site_may_frame_it(client: FlaskClient, talks: SampleVisit) -> None:
    for _ in range(2):  # rendered, and from memory
        headers = client.get("/live/talks/embed").headers
        assert headers["Content-Security-Policy"].endswith("; frame-ancestors *")
        assert "X-Frame-Options" not in headers


def test_the_policy_of_a_frame_names_its_site_because_a_sandbox_takes_self_away(
    make_app: MakeApp, database_url: str, tmp_path: Path, talks: SampleVisit
) -> None:
    client = make_app(database_url, tmp_path, PUBLIC_URL="https://live.example.org").test_client()
    public_id = talks.publish()
    for address in ("/live/talks/embed", f"/live/talks/updates/{public_id}/embed", "/live/none/embed"):
        policy = client.get(address).headers["Content-Security-Policy"]
        rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}
        for name in ("script-src", "style-src", "font-src", "img-src", "connect-src"):
            assert "'self'" in rules[name]
            assert "https://live.example.org" in rules[name], (address, name)
        assert rules["base-uri"] == ["'none'"]


def test_a_frame_without_scripts_says_that_it_stands_still_since_when_and_where_it_is_live(
    client: FlaskClient, talks: SampleVisit
) -> None:
    empty = one(parse(client.get("/live/talks/embed")), "noscript .wire-none")
    assert words(empty).endswith("does not update. It is live at http://localhost:8000/live/talks")
    public_id = talks.publish()
    said = one(parse(client.get("/live/talks/embed")), "noscript .wire-none")
    assert said.cssselect("time[datetime]")
    assert "It was last changed at" in words(said)
    alone = one(parse(client.get(f"/live/talks/updates/{public_id}/embed")), "noscript .wire-none")
    assert words(alone).endswith(f"It is live at http://localhost:8000/live/talks/updates/{public_id}")


def test_the_line_to_paste_names_the_public_address(
    make_app: MakeApp, database_url: str, tmp_path: Path, talks: SampleVisit
) -> None:
    client = make_app(database_url, tmp_path, PUBLIC_URL="https://live.example.org").test_client()
    line = one(parse(client.get("/live/talks")), ".share-embed textarea, .share-embed code").text_content()
    assert 'src="https://live.example.org/embed.js"' in line
    assert 'data-visit="talks"' in line


def test_the_script_may_be_loaded_by_any_site_and_kept_for_a_while(client: FlaskClient, talks: SampleVisit) -> None:
    answer = client.get("/embed.js")
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "iframe" in answer.text


def test_the_script_knows_where_it_comes_from(
    make_app: MakeApp, database_url: str, tmp_path: Path, talks: SampleVisit
) -> None:
    client = make_app(database_url, tmp_path, PUBLIC_URL="https://news.example").test_client()
    for encoding in ("", "br"):
        answer = client.get("/embed.js", headers={"Accept-Encoding": encoding})
        assert answer.headers.get("Content-Encoding", "") == encoding
        text = brotli.decompress(answer.data).decode() if encoding else answer.text
        assert '"https://news.example"' in text
        assert "live.example.org" not in text
