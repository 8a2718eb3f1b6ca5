"""The page on which a web editor chooses how a feed is to look elsewhere, and takes it along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from tests.markup import Element, one, parse, words
from tests.sample_visit import SampleVisit

MakeApp = Callable[..., Flask]
SITE = "http://localhost:8000"


def offered(page: Element, name: str) -> str:
    """The text of a field to copy."""
    return str(one(page, f"#code-{name}").text_content())


def test_without_a_choice_there_is_one_plain_line(client: FlaskClient, talks: SampleVisit) -> None:
    page = parse(client.get("/live/talks/share"))
    assert offered(page, "line") == f'<script async src="{SITE}/embed.js" data-visit="talks"></script>'
    assert offered(page, "link") == f"{SITE}/live/talks"
    assert one(page, ".sharing-frame").get("src") == "/live/talks/embed"
    assert one(page, "meta[name=robots]").get("content") == "noindex"
    assert one(page, "form#options").get("method") == "get"


def test_what_is_chosen_is_in_all_that_there_is_to_take_along(client: FlaskClient, talks: SampleVisit) -> None:
    page = parse(client.get("/live/talks/share?topic=trade&kind=&key=1&limit=5&theme=dark"))
    data = ' data-topic="trade" data-key="1" data-theme="dark" data-limit="5"'
    question = "?topic=trade&key=1&theme=dark&limit=5"
    assert f'data-visit="talks"{data}></script>' in offered(page, "line")
    assert offered(page, "marked").startswith(f'<div data-dateline-embed="talks"{data}><a href=')
    assert one(parse(offered(page, "plain")), "iframe").get("src") == f"{SITE}/live/talks/embed{question}"
    assert one(page, ".sharing-frame").get("src") == f"/live/talks/embed{question}"
    assert offered(page, "link") == f"{SITE}/live/talks?topic=trade&key=1"
    assert one(page, "a[data-offer=Atom]").get("href") == f"{SITE}/live/talks/feed.atom?topic=trade&key=1"
    assert one(page, "select[name=topic] option[selected]").get("value") == "trade"
    assert one(page, "input[name=theme][checked]").get("value") == "dark"
    assert one(page, "input[name=key]").get("checked") is not None


@pytest.mark.parametrize(
    "question", ["theme=red", "limit=0x", "kind=gossip", "limit=10", "theme=auto", "key=no", "topic=none", "speaker=x"]
)
def test_what_cannot_be_meant_or_is_so_anyway_is_not_in_the_line(
    client: FlaskClient, talks: SampleVisit, question: str
) -> None:
    page = parse(client.get(f"/live/talks/share?{question}"))
    assert offered(page, "line").endswith('data-visit="talks"></script>')


@pytest.mark.parametrize(
    ("asked", "taken", "said"),
    [
        ("", "10", ""),
        ("5", "5", ""),
        ("007", "7", ""),
        ("99", "40", "The maximum is 40."),
        ("0", "1", "The minimum is 1."),
        ("-3", "1", "The minimum is 1."),
        ("2.5", "10", "Enter a whole number; showing 10."),
        ("many", "10", "Enter a whole number; showing 10."),
    ],
)
def test_a_number_that_cannot_be_is_told_beside_its_field_which_says_what_the_line_says(
    client: FlaskClient, talks: SampleVisit, asked: str, taken: str, said: str
) -> None:
    page = parse(client.get("/live/talks/share", query_string={"limit": asked}))
    field = one(page, "input[name=limit]")
    assert field.get("value") == taken
    assert words(one(page, "#limit-said")) == said
    assert field.get("aria-describedby") == "limit-hint limit-said"
    assert words(one(page, "#limit-hint")) == "1 to 40 (usually 10). More updates make the feed taller."
    assert offered(page, "line").endswith(f'data-limit="{taken}"></script>' if taken != "10" else '"talks"></script>')


def test_one_update_can_be_shared_alone(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("A text.", headline='They "agree" & <sign>')
    page = parse(client.get(f"/live/talks/updates/{public_id}/share?theme=light"))
    assert f'data-visit="talks" data-update="{public_id}" data-theme="light">' in offered(page, "line")
    assert one(page, ".sharing-frame").get("src") == f"/live/talks/updates/{public_id}/embed?theme=light"
    assert one(parse(offered(page, "plain")), "iframe").get("title") == 'They "agree" & <sign>'
    assert words(one(parse(offered(page, "marked")), "div > a")) == 'They "agree" & <sign>'
    assert not page.cssselect("#options select:not([name=ui]), .sharing-feeds")
    talks.withdraw(public_id)
    assert client.get(f"/live/talks/updates/{public_id}/share").status_code == 404


def test_a_title_cannot_leave_its_quotes(client: FlaskClient, talks: SampleVisit) -> None:
    hostile = '"><img src=x onerror=alert(1)>'
    newsroom.visits.describe(talks.visit_id, talks.editor_id, title=hostile, summary="")
    answer = client.get("/live/talks/share", query_string={"topic": hostile})
    assert "<img" not in answer.text
    assert not parse(offered(parse(answer), "marked")).cssselect("img")


@pytest.mark.parametrize(
    ("allowed", "sentence"),
    [
        ("*", "Any site may embed it."),
        (
            "https://a.example https://*.b.example",
            "These sites may embed it: https://a.example and https://*.b.example.",
        ),
        ("'none'", "Other sites cannot embed it right now"),
    ],
)
def test_the_page_says_who_may_embed_and_shows_it_all_the_same(
    make_app: MakeApp, database_url: str, tmp_path: Path, talks: SampleVisit, allowed: str, sentence: str
) -> None:
    client = make_app(
        database_url, tmp_path, EMBED_ANCESTORS=allowed, PUBLIC_URL="https://live.example.org"
    ).test_client()
    answer = client.get("/live/talks/share")
    page = parse(answer)
    assert words(one(page, ".sharing-offer .page-note")).startswith(sentence)
    assert 'src="https://live.example.org/embed.js"' in offered(page, "line")
    assert "; frame-src 'self'; frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    frame = client.get(one(page, ".sharing-frame").get("src"))
    policy = frame.headers["Content-Security-Policy"]
    assert policy.rpartition("frame-ancestors ")[2].split()[0] in ("*", "'self'")


def test_the_live_page_leads_to_it(client: FlaskClient, talks: SampleVisit) -> None:
    assert one(parse(client.get("/live/talks")), ".share-embed .share-link").get("href") == "/live/talks/share"
