"""Every address that anyone may ask: nonsense is never rendered, and no page is kept under more than one name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client import REGISTRY
from sqlalchemy import select
from werkzeug.routing import Rule

from blog.extensions import db
from blog.models import MediaFile
from blog.web.page_cache.entries import PageCache
from blog.wire import log
from tests.sample_visit import SampleVisit
from tests.shown_files import add_picture
from tests.video_card import with_card

# What is made of files, of figures or for accounts, and the socket.
ELSEWHERE = ("/desk", "/static", "/healthz", "/readyz", "/metrics", "/live/<slug>/ws", "/api/v1/visits/<slug>/drafts")
# oEmbed says 501 to a format that it does not know.
ANSWERS = (200, 204, 304, 308, 400, 404, 410, 422, 501)
# Words of one's own are what these are asked for.
FREE = {("/live/<slug>/search", "q"), ("/oembed", "url")}
# Two values of each argument that mean something; 1 and 2 for those of which nothing is known here.
MEANT = {
    "topic": ("trade", "borders"),
    "speaker": ("ada-nord", "sam-sud"),
    "delegation": ("north", "south"),
    "stop": ("vienna", "tokyo"),
    "kind": ("report", "statement"),
    "lang": ("zh", "ja"),
    "key": ("1", "0"),
    "theme": ("dark", "light"),
    "format": ("json", "xml"),
    "url": ("http://localhost:8000/live/talks", "http://localhost:8000/live/nowhere"),
    "limit": ("3", "4"),
    "q": ("number", "talks"),
}
# Of each kind two that are written differently; the second must cost nothing.
MEANINGLESS = {
    "nonsense": ("zq7x", "qz8y%20é"),
    "what no name has": ("%00zq", "qz%01%00"),
    "capitals": ("ZQ7X", "QZ8Y"),
    "huge": ("9" * 400, "8" * 500),
    "below everything": ("-7", "-77777"),
    "a number that is none": ("1e9", "0x7"),
    "of another script": ("七", "参"),
    "nothing": ("", ""),
    "markup": ("<b>&", "'\"--"),
}


@pytest.fixture
def cursor(talks: SampleVisit) -> str:
    """Of a visit with enough in it for two pages, some of it put right."""
    for number in range(41):
        talks.publish(f"Number {number}.", topics=["trade"] if number % 3 else ["borders"], stop="vienna")
    public_id = talks.publish("Said in Vienna.", kind="statement", speaker="ada-nord", lang="zh", key=True)
    before = str(log.head(talks.visit_id))
    talks.edit(public_id, "Said in Vienna, in other words.", version=1, reason="correction", note="It was wrong.")
    with_card(talks, media=[add_picture(talks)])
    return before


def addresses(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(ELSEWHERE):
            yield rule


def arguments(app: Flask, rule: Rule) -> list[str]:
    return [one.name for one in getattr(app.view_functions[rule.endpoint], "arguments", ())]


@pytest.fixture
def paths(app: Flask, client: FlaskClient, cursor: str) -> dict[str, str]:
    """Every address with its parts put in; one with a part that is not known here has to be taken care of."""
    page = client.get("/api/v1/visits/talks/updates?limit=1").json or {}
    parts = {"slug": "talks", "public_id": page["updates"][0]["id"], "cursor": cursor, "part": "1", "number": "1"}
    parts |= {"file_id": db.session.scalars(select(MediaFile.public_id)).one(), "name": "960.webp"}
    return {
        rule.rule: app.url_map.bind("").build(rule.endpoint, {name: parts[name] for name in rule.arguments})
        for rule in addresses(app)
    }


def renders() -> float:
    return REGISTRY.get_sample_value("dateline_page_render_seconds_count") or 0


def test_every_address_says_what_it_may_be_asked(app: Flask) -> None:
    asked = {rule.rule: arguments(app, rule) for rule in addresses(app)}
    assert asked["/live/<slug>"] == ["topic", "speaker", "delegation", "stop", "kind", "lang", "key", "page"]
    assert asked["/live/<slug>/itinerary"] == []
    assert set(asked["/api/v1/visits/<slug>/updates"]) >= {"after", "before", "limit", "topic"}
    assert asked["/oembed"] == ["url", "format", "maxwidth", "maxheight"]


def test_what_means_nothing_is_rendered_once_at_most_and_kept_under_one_name(
    app: Flask, client: FlaskClient, paths: dict[str, str]
) -> None:
    cache: PageCache = app.extensions["page_cache"]
    for rule in addresses(app):
        path = paths[rule.rule]
        base = "url=http://localhost:8000/live/talks" if path == "/oembed" else ""
        plain = client.get(f"{path}?{base}")
        assert plain.status_code in (200, 204, 308), path
        for name in arguments(app, rule):
            if (rule.rule, name) in FREE:
                continue
            rest = "" if name == "url" else base
            for kind, (first, second) in MEANINGLESS.items():
                one = client.get(f"{path}?{name}={first}&{rest}")
                names, made = set(cache.keys()), renders()
                other = client.get(f"{path}?{name}={second}&{rest}")
                said = f"{path}?{name}= with {kind}: {one.status_code}, {other.status_code}"
                assert one.status_code == other.status_code in ANSWERS, said
                assert set(cache.keys()) == names, said
                assert renders() == made, said

    twice = {name: count for name, count in Counter(cache.keys()).items() if count > 1}
    assert not twice
    kept = Counter((name.partition("?")[0], cache.body(name)) for name in cache.keys())  # noqa: SIM118
    assert not {path for (path, body), count in kept.items() if count > 1 and body}


def test_of_repeated_values_one_counts_and_what_no_address_knows_makes_no_page(
    app: Flask, client: FlaskClient, paths: dict[str, str]
) -> None:
    cache: PageCache = app.extensions["page_cache"]
    for rule in addresses(app):
        path = paths[rule.rule]
        base = "url=http://localhost:8000/live/talks" if path == "/oembed" else ""
        client.get(f"{path}?{base}")
        for name in arguments(app, rule):
            rest = "" if name == "url" else base
            first, second = MEANT.get(name, ("1", "2"))
            once = client.get(f"{path}?{name}={first}&{rest}")
            names, made = set(cache.keys()), renders()
            repeated = client.get(f"{path}?{rest}&{name}={first}&{name}={second}&{name}=")
            assert once.status_code == repeated.status_code in ANSWERS, (path, name)
            assert once.data == repeated.data, (path, name)
            assert set(cache.keys()) == names, (path, name)
            assert renders() == made, (path, name)
        names, made = set(cache.keys()), renders()
        for strange in ("zq=1", "utm_source=x&before_=2", "=&&==", "%ff=%00", "before=7x&q=x&limit=x&theme=x"):
            known = {pair.partition("=")[0] for pair in strange.split("&")} & set(arguments(app, rule))
            if not known:
                assert client.get(f"{path}?{base}&{strange}").status_code in ANSWERS, (path, strange)
        assert set(cache.keys()) == names, path
        assert renders() == made, path
