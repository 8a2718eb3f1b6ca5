"""Readers' pages in another language: all that they say, the links on them, and one copy for each language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml.html import document_fromstring

from blog import languages, newsroom
from blog.catalogues import Catalogue
from blog.extensions import db
from blog.models import Visit
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from blog.wire.service import wire
from tests import catalogue, pseudo
from tests.action_context import ActionContext
from tests.actions import ACTIONS
from tests.met_by_readers import is_met
from tests.sample_visit import SampleVisit
from tests.wire_harness import WireHarness

PAGES = ("", "/itinerary", "/people", "/readouts", "/corrections", "/search?q=update", "/embed", "/share")

# Those that German calls otherwise.
ENGLISH_DATES = re.compile(
    r"\b(January|February|March|May|June|July|October|December|Jan|Feb|Oct|Dec"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|\d\d\.\d\d [A-Z])"
)
OF_PROGRAMS = re.compile(r"<(pubDate|lastBuildDate)>.*?<|<script.*?</script>", re.DOTALL)


@pytest.fixture
def german(app: Flask, tmp_path: Path) -> Iterator[None]:
    app.extensions["page_cache"].clear()
    with pseudo.spoken(tmp_path):
        yield
    app.extensions["page_cache"].clear()


def told(html: str, selector: str, attribute: str) -> list[str]:
    return [str(found.get(attribute)) for found in document_fromstring(html).cssselect(selector)]


def test_a_page_is_in_the_language_that_was_asked_for(client: FlaskClient, talks: SampleVisit, german: None) -> None:
    talks.publish(kind="analysis")
    newsroom.banner.set_banner(talks.visit_id, SYSTEM, "They have agreed.")
    page, english = client.get("/live/talks?ui=de").text, client.get("/live/talks").text
    assert (told(page, ".banner-text", "lang"), told(english, ".banner-text", "lang")) == (["en"], ["None"])
    assert (told(page, ".update-label", "lang"), told(english, ".update-label", "lang")) == (["de"], ["None"])
    assert ">⟦, ⟧<time" in page
    assert told(page, "html", "lang") == ["de"]
    assert told(english, "html", "lang") == ["en"]
    assert "⟦Updates⟧" in page
    assert "⟦" not in english
    assert told(page, "article", "lang") == ["en"], "what the newsroom wrote keeps its language"
    assert "/js/messages/de.js" in page
    assert "/js/messages/" not in english


def test_links_inside_carry_the_language_and_addresses_for_others_do_not(
    client: FlaskClient, talks: SampleVisit, german: None
) -> None:
    public_id = talks.publish("The delegations have met.", topics=["trade"])
    for below in (*PAGES, f"/updates/{public_id}", f"/updates/{public_id}/history", f"/updates/{public_id}/report"):
        page = client.get(f"/live/talks{below}{'&' if '?' in below else '?'}ui=de").text
        links = told(page, "a[href], form[action]", "href") + told(page, "form[action]", "action")
        ours = [link for link in links if re.match(r"/(live/|standing|$)", link)]
        assert ours
        assert [link for link in ours if "ui=" not in link] == [], below
        assert all(link.endswith("ui=de") for link in told(page, 'link[rel="canonical"]', "href"))
    assert (
        "ui="
        not in client.get("/live/talks").text.partition("<footer")[0].replace('?ui=de"', '"').partition("<body")[2]
    )


def test_search_engines_find_each_language_at_its_own_address(
    client: FlaskClient, talks: SampleVisit, german: None
) -> None:
    """Each version names itself as its canonical address, and all versions name the same others."""
    canonical, others = 'link[rel="canonical"]', 'link[rel="alternate"][hreflang]'
    for below in ("", "/itinerary", "/people"):
        own, german_page = client.get(f"/live/talks{below}").text, client.get(f"/live/talks{below}?ui=de").text
        versions = dict(zip(told(own, others, "hreflang"), told(own, others, "href"), strict=True))
        assert versions == dict(
            zip(told(german_page, others, "hreflang"), told(german_page, others, "href"), strict=True)
        )
        assert told(own, canonical, "href") == [versions["en"]] == [versions["x-default"]]
        assert told(german_page, canonical, "href") == [versions["de"]] == [f"{versions['en']}?ui=de"]


def test_nonsense_and_the_own_language_share_the_page_without_a_choice(
    app: Flask, client: FlaskClient, talks: SampleVisit, german: None
) -> None:
    for query in ("", "?ui=", "?ui=en", "?ui=xx", "?ui=pt-BR", "?ui=%00", "?ui=de", "?ui=de-AT", "?ui=DE"):
        assert client.get(f"/live/talks{query}").status_code == 200
    assert sorted(app.extensions["page_cache"].keys()) == ["/live/talks", "/live/talks?ui=de"]


def test_a_visit_in_another_language_has_its_pages_in_it(client: FlaskClient, talks: SampleVisit, german: None) -> None:
    visit = db.session.get(Visit, talks.visit_id)
    assert visit
    visit.lang = "de"
    db.session.commit()
    talks.publish()
    own, english = client.get("/live/talks").text, client.get("/live/talks?ui=en").text
    assert (told(own, "html", "lang"), told(english, "html", "lang")) == (["de"], ["en"])
    assert "⟦Updates⟧" in own
    assert told(english, "html", "data-ui") == ["en"]
    missing = client.get("/live/talks/updates/nothing")
    assert missing.status_code == 404
    assert "⟦There is no such update" in missing.text


def test_frames_feeds_and_polls_speak_it_too(client: FlaskClient, talks: SampleVisit, german: None) -> None:
    cursor = (
        talks.cursor if hasattr(talks, "cursor") else told(client.get("/live/talks").text, "#wire", "data-cursor")[0]
    )
    public_id = talks.publish()
    talks.edit(public_id, "They met again.", version=1, reason="correction", note="They met twice.")
    assert "⟦" in client.get("/live/talks/embed?ui=de").text
    assert "⟦Corrected⟧" in client.get("/live/talks/feed.json?ui=de").text
    assert "⟦" in client.get(f"/live/talks/since/{cursor}?ui=de").json["content"]  # type: ignore[index]
    assert "⟦" not in client.get(f"/live/talks/since/{cursor}").json["content"]  # type: ignore[index]


def test_a_frame_elsewhere_is_offered_in_the_language_and_its_script_speaks_it(
    make_app: Callable[..., Flask],
    database_url: str,
    client: FlaskClient,
    tmp_path: Path,
    talks: SampleVisit,
    german: None,
) -> None:
    page = document_fromstring(client.get("/live/talks/share?ui=de&limit=5").text)
    (line,) = page.cssselect("#code-line")
    assert 'data-limit="5" data-ui="de"></script>' in line.text_content()
    assert told(client.get("/live/talks/share?ui=de").text, ".sharing-frame", "src") == ["/live/talks/embed?ui=de"]
    assert [one.get("value") for one in page.cssselect("select[name=ui] [selected]")] == ["de"]
    assert "data-ui" not in client.get("/live/talks/share?ui=en").text.partition("<main")[2]
    # Each address has its own copy, so this is made in both languages.
    site = make_app(database_url, tmp_path / "site", PUBLIC_URL="https://german.example").test_client()
    assert r"\\u27e6Live updates" in site.get("/embed.js").text, "in letters that every site's encoding has"


def test_every_date_and_time_is_written_in_the_language(app: Flask, client: FlaskClient, german: None) -> None:
    begin = datetime(2010, 3, 4, 8, 20, tzinfo=UTC)
    with as_of(begin):
        march = SampleVisit.open("march")
        comes, goes = begin + timedelta(days=5), begin + timedelta(days=7)
        newsroom.itinerary.add_stop(
            march.visit_id, SYSTEM, "Oslo", zone="Europe/Oslo", planned_from=comes, planned_to=goes
        )
        said: dict[str, object] = {
            "kind": "statement",
            "speaker": "ada-nord",
            "issued_at": "2010-03-03T09:15",
            "stop": "vienna",
        }
        public_id = march.publish(key=True, **said)
        march.publish(kind="readout", delegation="south", issued_at="2010-03-02T10:45", stop="tokyo")
        newsroom.visits.sum_up(march.visit_id, SYSTEM, "They go on talking.")
        newsroom.banner.set_banner(march.visit_id, SYSTEM, "They have agreed.")
    with as_of(begin + timedelta(days=1)):
        march.edit(public_id, "They met again.", version=1, reason="correction", note="They met twice.")
    ways = (*PAGES, *(f"/updates/{public_id}{below}" for below in ("", "/history", "/embed")))
    for below in (*ways, "/feed.atom", "/feed.rss", "/feed.json"):
        answer = client.get(f"/live/march{below}{'&' if '?' in below else '?'}ui=de")
        assert answer.status_code == 200
        told_to_people = OF_PROGRAMS.sub("", answer.text)
        assert ENGLISH_DATES.findall(told_to_people) == [], below
    page = client.get("/live/march?ui=de").text
    for words in (">Donnerstag, 4. März 2010<", ">09:20<", ">9.–<", ">11. März 2010<"):
        assert words in page
    english = client.get("/live/march").text
    assert {"March", "Thursday"} <= set(ENGLISH_DATES.findall(english))


def test_readers_of_each_language_get_their_own_render_and_of_one_language_the_same(
    app: Flask, talks: SampleVisit, german: None
) -> None:
    harness = WireHarness(app, talks)
    try:
        english, first, second = harness.admit(), harness.admit(language="de"), harness.admit(language="de")
        talks.publish()
        harness.sweep()
        for line in (english, first, second):
            line.read()
        assert first.messages == second.messages
        assert "⟦" in first.messages[0]["content"]
        assert "⟦" not in english.messages[0]["content"]
        assert first.messages[0]["cursor"] == english.messages[0]["cursor"]
        assert len(wire().hub.channels) == 2
    finally:
        harness.close()


def test_readers_meet_no_sentence_that_only_some_languages_must_have(
    app: Flask, client: FlaskClient, talks: SampleVisit, german: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All actions on a visit, and all pages about it: each sentence that they say is in the part for every language."""
    context = ActionContext(talks, old=talks.publish(), new=talks.publish())
    for _, act in ACTIONS:
        act(context)
    said: set[str] = set()
    single, plural = Catalogue.gettext, Catalogue.ngettext
    monkeypatch.setattr(Catalogue, "gettext", lambda self, text: (said.add(text), single(self, text))[1])
    monkeypatch.setattr(Catalogue, "ngettext", lambda self, *of: (said.add(of[0]), plural(self, *of))[1])
    for address in ("/", "/standing", "/live/none", "/nothing", *(f"/live/talks{page}" for page in PAGES)):
        client.get(f"{address}{'&' if '?' in address else '?'}ui=de")
    for update in (context.old, context.new, "none"):
        for below in ("", "/history", "/report", "/report/sent", "/embed", "/share"):
            client.get(f"/live/talks/updates/{update}{below}?ui=de")
    for name in ("atom", "rss", "json"):
        client.get(f"/live/talks/feed.{name}?ui=de")
    places = catalogue.places()
    assert len(said) > 100
    assert sorted(text for text in said if not is_met(places.get(text, ()))) == []
    assert languages.spoken() == ("en", "de")
