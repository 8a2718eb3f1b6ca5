"""What an update is outside its page: whole by itself, in words alone, and the same thing for ever."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from blog import newsroom
from blog.models import Kind, Standing
from blog.queries import stream, visits
from blog.web.syndication import entries
from blog.web.syndication.entries import Entry
from tests.markup import parse, words
from tests.sample_visit import SampleVisit

SAID = {
    "headline": "North wants more",
    "kind": "statement",
    "standing": "official",
    "speaker": "ada-nord",
    "stop": "tokyo",
    "topics": ["trade", "borders"],
    "source": "The ministry",
    "source_url": "https://example.org/said",
    "issued_at": "2026-03-04T16:20",
    "key": True,
}


@pytest.fixture(autouse=True)
def answering(app: Flask, talks: SampleVisit) -> Iterator[None]:
    """Entries are made for an answer, where addresses can be made."""
    with app.test_request_context():
        yield


def entry_of(talks: SampleVisit, public_id: str) -> Entry:
    visit, update = visits.by_id(talks.visit_id), stream.by_public_id(talks.visit_id, public_id)
    assert visit
    assert update
    return entries.entry(visit, update)


def test_an_entry_says_everything_that_the_page_says_of_an_update(talks: SampleVisit) -> None:
    public_id = talks.publish("They said **no** in [a note](https://example.org/note).", **SAID)
    made = entry_of(talks, public_id)
    assert made.title == "North wants more"
    assert made.address == f"http://localhost:8000/live/talks/updates/{public_id}"
    assert made.link == f"{made.address}#u-{public_id}"
    assert (made.kind, made.standing, made.is_key) == (Kind.STATEMENT, Standing.OFFICIAL, True)
    assert (made.authors, made.speaker) == (("An reporter",), "Ada Nord, Spokesperson, North")
    assert [(topic.slug, topic.name) for topic in made.topics] == [("borders", "Borders"), ("trade", "Trade")]
    assert made.stop
    assert (made.stop.city, made.stop.country) == ("Tokyo", "Japan")
    assert made.text == "They said no in a note."
    said = words(parse(made.html))
    for part in ("They said no", "— Ada Nord, Spokesperson, North", "Source: The ministry", "Official", "Key event"):
        assert part in said
    assert "16.20 Tokyo, 4 March 2026" in said


def test_an_update_without_a_headline_is_called_by_its_first_words(talks: SampleVisit) -> None:
    made = entry_of(talks, talks.publish("They met & *parted*. " * 10))
    assert made.title.startswith("They met & parted. They met")
    assert made.title.endswith("…")
    assert len(made.title) <= entries.TITLE_CHARACTERS


def test_every_address_in_an_entry_is_whole(talks: SampleVisit) -> None:
    public_id = talks.publish("See [this](https://example.org/note).", **SAID)
    talks.edit(public_id, "See [that](https://example.org/other).", version=1, note="Another link.")
    found = [link.get("href") for link in parse(entry_of(talks, public_id).html).cssselect("[href]")]
    assert len(found) >= 3
    assert all(address.startswith(("http://localhost:8000/", "https://example.org/")) for address in found)


def test_what_was_put_right_stands_under_the_words_with_the_newest_first(talks: SampleVisit) -> None:
    public_id = talks.publish("Three days.")
    talks.edit(public_id, "Three  days, they say.", version=1, reason="typo")
    assert entry_of(talks, public_id).updated == entry_of(talks, public_id).published
    talks.edit(public_id, "Two days.", version=2, reason="correction", note="It was two days, not three.")
    talks.edit(public_id, "Two days, and a night.", version=3, note="The night is new.")

    made = entry_of(talks, public_id)
    assert [(change.words, change.note) for change in made.changes] == [
        ("Corrected", "It was two days, not three."),
        ("Updated", "The night is new."),
    ]
    assert [change.note for change in made.corrections] == ["It was two days, not three."]
    assert made.updated == made.changes[-1].at
    said = words(parse(made.html))
    assert said.index("Two days, and a night.") < said.index("The night is new.") < said.index("It was two days")
    assert "Three days" not in said


def test_a_change_of_standing_is_said_in_words(talks: SampleVisit) -> None:
    public_id = talks.publish("They agreed.", standing="unverified")
    post = newsroom.posts.Post("They agreed.", standing="confirmed")
    by = talks.visit_id, talks.editor_id
    newsroom.updates.edit(*by, public_id, post, version=1, reason="update", note_text="Both sides say so.")
    assert [change.words for change in entry_of(talks, public_id).changes] == ["Now confirmed, was unverified"]
    assert "Now confirmed, was unverified" in words(parse(entry_of(talks, public_id).html))


def test_only_what_is_published_is_an_entry(talks: SampleVisit) -> None:
    kept, gone = talks.publish("It stays."), talks.publish("It goes.")
    talks.withdraw(gone)
    visit = visits.by_id(talks.visit_id)
    assert visit
    assert [made.public_id for made in entries.entries(visit, stream.front(visit).updates)] == [kept]
    with pytest.raises(AssertionError):
        entry_of(talks, gone)


def test_an_update_keeps_its_name_when_the_site_moves(app: Flask, talks: SampleVisit) -> None:
    public_id = talks.publish("It is said.")
    before, visit = entry_of(talks, public_id), visits.by_id(talks.visit_id)
    assert visit
    name = entries.id_of_visit(visit)

    app.config["PUBLIC_URL"] = "https://elsewhere.example.org"
    talks.edit(public_id, "It is said again.", version=1)

    after = entry_of(talks, public_id)
    assert after.address.startswith("https://elsewhere.example.org/")
    assert after.id == before.id
    assert entries.id_of_visit(visit) == name
    assert name != before.id
    assert entries.id_of_visit(visit, "topic=trade") != name


def test_words_in_another_language_are_marked_and_ours_stay_english(talks: SampleVisit) -> None:
    public_id = talks.publish("مرحبا", lang="ar")
    made = entry_of(talks, public_id)
    page = parse(made.html)
    assert made.lang == "ar"
    (own,) = page.cssselect("div[lang=ar]")
    assert (words(own), own.get("dir")) == ("مرحبا", "auto")
    assert "Reported" in words(page.cssselect("p[lang=en]")[-1])
