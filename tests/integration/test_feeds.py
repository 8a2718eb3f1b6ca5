"""The feeds of a visit: whole, valid, found from its page, and cut into documents that do not shift."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from blog import newsroom
from blog.newsroom.posts import Post
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from blog.queries.stream import PAGE_SIZE
from tests.feeds import ATOM, FORMATS, hold_against_schema, parsed
from tests.markup import parse, words
from tests.sample_visit import SampleVisit

TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}
SAID = {
    "headline": "North wants <more> & more",
    "kind": "statement",
    "standing": "official",
    "speaker": "ada-nord",
    "stop": "tokyo",
    "topics": ["trade", "borders"],
    "source": "The ministry",
    "source_url": "https://example.org/said?a=1&b=2",
    "key": True,
}


@pytest.fixture
def full(talks: SampleVisit) -> list[str]:
    """The ids of three updates, oldest first: one with everything, one in Chinese, one that was corrected."""
    with as_of(datetime(2026, 3, 4, 15, 20, tzinfo=UTC)):
        ids = [talks.publish("They said **no**.", **SAID), talks.publish("会谈已经结束。", lang="zh")]
        ids.append(talks.publish("Three days."))
    with as_of(datetime(2026, 3, 4, 17, 5, tzinfo=UTC)):
        talks.edit(ids[2], "Two days.", version=1, reason="correction", note="It was two days, not three.")
    return ids


@pytest.mark.parametrize("format_", FORMATS)
def test_a_feed_is_what_its_schema_asks_for(
    client: FlaskClient, talks: SampleVisit, full: list[str], format_: str
) -> None:
    talks.withdraw(talks.publish("It goes."), "Our source took it back.")
    for question in (
        "",
        "?topic=trade",
        "?key=1",
        "?topic=borders&kind=readout",
        "?page=1",
        "?speaker=ada-nord&lang=en",
    ):
        answer = client.get(f"/live/talks/feed.{format_}{question}")
        assert answer.status_code == 200
        assert answer.mimetype == TYPES[format_]
        hold_against_schema(format_, answer.text)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("status", ["upcoming", "paused", "ended"])
def test_a_visit_without_updates_has_a_feed(client: FlaskClient, talks: SampleVisit, format_: str, status: str) -> None:
    newsroom.visits.set_status(talks.visit_id, SYSTEM, status)
    answer = client.get(f"/live/talks/feed.{format_}")
    assert answer.status_code == 200
    hold_against_schema(format_, answer.text)
    assert client.get(f"/live/nowhere/feed.{format_}").status_code == 404


@pytest.mark.parametrize("format_", ["atom", "rss"])
def test_a_feed_reader_finds_everything_in_an_entry(
    client: FlaskClient, talks: SampleVisit, full: list[str], format_: str
) -> None:
    found = parsed(client.get(f"/live/talks/feed.{format_}"))
    assert found.feed.title == "Talks in Vienna"
    assert found.feed.subtitle == "Two sides, one table."
    assert found.feed.link == "http://localhost:8000/live/talks"
    assert [entry.link for entry in found.entries] == [
        f"http://localhost:8000/live/talks/updates/{public_id}#u-{public_id}" for public_id in reversed(full)
    ]
    assert len({entry.id for entry in found.entries}) == 3
    assert all(entry.id.startswith("urn:uuid:") for entry in found.entries)
    corrected, chinese, said = found.entries
    assert "North wants" in said.title
    assert said.author == "An reporter"
    tags = {tag.get("label") or tag.term for tag in said.tags}
    assert tags == {"Trade", "Borders", "Statement", "Official", "Key event"}
    assert "<strong>no</strong>" in said.content[0].value
    assert "Ada Nord, Spokesperson, North" in said.content[0].value
    assert "会谈已经结束。" in chinese.content[0].value
    assert (corrected.published_parsed.tm_hour, corrected.updated_parsed.tm_hour) == (15, 17)
    assert "It was two days, not three." in corrected.content[0].value
    assert "Three days" not in corrected.content[0].value


def test_an_atom_entry_says_its_language(client: FlaskClient, talks: SampleVisit, full: list[str]) -> None:
    feed = hold_against_schema("atom", client.get("/live/talks/feed.atom").text)
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    assert feed.get(language) == "en"
    assert [entry.get(language) for entry in feed.iter(f"{ATOM}entry")] == ["en", "zh", "en"]


def test_a_json_feed_holds_the_same(client: FlaskClient, talks: SampleVisit, full: list[str]) -> None:
    feed = hold_against_schema("json", client.get("/live/talks/feed.json").text)
    atom = parsed(client.get("/live/talks/feed.atom"))
    assert feed["feed_url"] == "http://localhost:8000/live/talks/feed.json"
    assert feed["home_page_url"] == "http://localhost:8000/live/talks"
    assert [item["id"] for item in feed["items"]] == [entry.id for entry in atom.entries]
    for item, entry in zip(feed["items"], atom.entries, strict=True):
        assert words(parse(item["content_html"])) == words(parse(entry.content[0].value))
    corrected, chinese, said = feed["items"]
    assert "title" not in chinese
    assert said["title"] == "North wants <more> & more"
    assert said["external_url"] == "https://example.org/said?a=1&b=2"
    assert said["_dateline"]["standing"] == "official"
    assert (corrected["date_published"], corrected["date_modified"]) == ("2026-03-04T15:20:00Z", "2026-03-04T17:05:00Z")
    assert corrected["summary"] == "Corrected: It was two days, not three. Two days."
    assert [change["correction"] for change in corrected["_dateline"]["changes"]] == [True]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_feed_of_a_topic_holds_that_topic_and_says_so(
    client: FlaskClient, talks: SampleVisit, full: list[str], format_: str
) -> None:
    answer = client.get(f"/live/talks/feed.{format_}?topic=trade")
    assert f"feed.{format_}?topic=trade" in answer.text
    assert "Talks in Vienna · Trade" in answer.text
    assert full[0] in answer.text
    assert full[1] not in answer.text


def test_a_feed_has_a_name_of_its_own_in_all_of_its_documents(client: FlaskClient, talks: SampleVisit) -> None:
    for number in range(2 * PAGE_SIZE):
        talks.publish(f"Number {number}.", topics=["trade"])

    def name(question: str) -> str | None:
        return hold_against_schema("atom", client.get(f"/live/talks/feed.atom{question}").text).findtext(f"{ATOM}id")

    assert name("") == name("?page=1")
    assert name("?topic=trade") == name("?page=1&topic=trade")
    assert len({name(""), name("?topic=trade"), name("?topic=borders")}) == 3


def test_the_page_leads_to_its_feeds(client: FlaskClient, talks: SampleVisit) -> None:
    for question in ("", "?topic=trade", "?topic=trade&key=1"):
        page = parse(client.get(f"/live/talks{question}"))
        links = page.cssselect("link[rel=alternate][type*=atom], link[rel=alternate][type*=rss], link[type*=feed]")
        found = {link.get("type"): link.get("href") for link in links}
        assert set(found) == set(TYPES.values())
        for format_, mimetype in TYPES.items():
            assert set(found[mimetype].partition("?")[2].split("&")) == set(question[1:].split("&"))
            assert client.get(found[mimetype]).mimetype == TYPES[format_]


def test_the_banner_is_no_entry(client: FlaskClient, talks: SampleVisit) -> None:
    newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "The talks are broken off.")
    for format_ in FORMATS:
        assert "broken off" not in client.get(f"/live/talks/feed.{format_}").text


@pytest.mark.parametrize("format_", FORMATS)
def test_the_documents_of_a_feed_hold_every_update_once_and_do_not_shift(
    client: FlaskClient, talks: SampleVisit, format_: str
) -> None:
    ids = [talks.publish(f"Number {number}.") for number in range(2 * PAGE_SIZE + 5)]
    seen, oldest = _walk(client, format_)
    assert sorted(seen) == sorted(ids)
    before = client.get(oldest)

    ids += [talks.publish(f"Later {number}.") for number in range(PAGE_SIZE)]

    assert sorted(_walk(client, format_)[0]) == sorted(ids)
    after = client.get(oldest)
    for public_id in ids[:PAGE_SIZE]:
        assert public_id in before.text
        assert public_id in after.text
    assert "Later" not in after.text
    assert client.get(f"/live/talks/feed.{format_}?page=9").status_code == 404
    assert client.get(f"/live/talks/feed.{format_}?page=x").status_code == 404


def test_an_old_update_that_is_put_right_is_in_the_newest_document(client: FlaskClient, talks: SampleVisit) -> None:
    old = talks.publish("Three days.", topics=["trade"])
    reworded = talks.publish("A slip of speling.")
    for number in range(2 * PAGE_SIZE + 1):
        talks.publish(f"Number {number}.", topics=["trade"] if number % 2 else ["borders"])
    talks.edit(reworded, "A slip of spelling.", version=1, reason="typo")
    assert old not in client.get("/live/talks/feed.atom").text

    post = Post("Two days.", topics=["trade"])
    newsroom.updates.edit(
        talks.visit_id, talks.editor_id, old, post, version=1, reason="correction", note_text="Two, not three."
    )

    for format_ in FORMATS:
        document = client.get(f"/live/talks/feed.{format_}").text
        assert "Two, not three." in document
        assert reworded not in document
    assert "Two, not three." in client.get("/live/talks/feed.atom?topic=trade").text
    assert "Two, not three." not in client.get("/live/talks/feed.atom?topic=borders").text


def test_a_feed_may_be_read_by_scripts_of_other_sites_and_opened_in_a_browser(
    client: FlaskClient, talks: SampleVisit
) -> None:
    for format_ in FORMATS:
        for _ in range(2):  # the second answer is from memory
            answer = client.get(f"/live/talks/feed.{format_}")
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            assert answer.headers["Content-Disposition"] == f'inline; filename="talks.{format_}"'
            assert "max-age=0" in answer.headers["Cache-Control"]
            assert "Set-Cookie" not in answer.headers
            assert "Last-Modified" not in answer.headers
            assert "Link" not in answer.headers


def test_a_feed_is_sent_compressed(client: FlaskClient, talks: SampleVisit) -> None:
    talks.publish("A text that is repeated. " * 50)
    for format_ in FORMATS:
        answer = client.get(f"/live/talks/feed.{format_}", headers={"Accept-Encoding": "br"})
        assert answer.headers["Content-Encoding"] == "br"


def _walk(client: FlaskClient, format_: str) -> tuple[list[str], str]:
    """The ids in all documents of a feed from the newest to the oldest, and the address of the oldest."""
    address, seen = f"/live/talks/feed.{format_}", []
    while True:
        answer = client.get(address)
        if format_ == "json":
            feed = hold_against_schema("json", answer.text)
            links, following = [item["url"] for item in feed["items"]], feed.get("next_url")
        else:
            found = parsed(answer)
            links = [entry.link for entry in found.entries]
            following = next((link.href for link in found.feed.links if link.rel == "next"), None)
            assert any(link.rel == "previous" for link in found.feed.links) is ("page=" in address)
        seen += [link.rpartition("#u-")[2] for link in links]
        if following is None:
            return seen, address
        address = following.removeprefix("http://localhost:8000")
