"""A text of which a reader would see nothing is refused, with a sentence beside its field, wherever one is needed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from blog import newsroom
from blog.newsroom.errors import Invalid
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.queries import visits
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import PASSWORD, SampleVisit

# One of each kind: tests/unit/text/test_visible.py has the rest.
BLANK = ("\u3164", "\u200b\u200e", "\U000e0041", "\ufe0f", "\u0301", "…")
NO_WORDS = (*BLANK, "[Source]: https://example.org", "---", "> ", "#", "- \n- ", "[](https://example.org)", "&nbsp;")


@pytest.mark.parametrize("body", NO_WORDS, ids=ascii)
def test_an_update_without_a_visible_word_is_refused_beside_its_text(desk: Desk, talks: SampleVisit, body: str) -> None:
    answer = desk.publish("talks", body)
    assert answer.status_code == 422
    page = parse(answer)
    field = one(page, "textarea[name=body]")
    described = (field.get("aria-describedby") or "").split()
    assert field.get("aria-invalid") == "true"
    assert any("words" in words(one(page, f"#{name}")) or "Write" in words(one(page, f"#{name}")) for name in described)
    assert desk.publish("talks", body, action="draft").status_code == 422
    visit = visits.by_slug("talks")
    assert visit
    assert visit.published == 0


@pytest.mark.parametrize("headline", BLANK, ids=ascii)
def test_a_headline_without_a_visible_word_is_none(desk: Desk, talks: SampleVisit, headline: str) -> None:
    assert desk.publish("talks", "", headline=headline).status_code == 422
    page = parse(desk.publish("talks", "Words.", headline=headline))
    assert one(page, "[name=headline]").get("aria-invalid") == "true"
    assert desk.publish("talks", "\u200b", headline="They met").status_code == 303


def test_an_edit_cannot_take_the_words_away(desk: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish("Words.")
    for body in NO_WORDS:
        with pytest.raises(Invalid):
            newsroom.updates.edit(talks.visit_id, talks.editor_id, public_id, Post(body), version=1, reason="update")


Attempt = Callable[[tuple[int, int | None], str], object]
FIELDS: dict[str, tuple[str, Attempt]] = {
    "banner": ("text", lambda by, text: newsroom.banner.set_banner(*by, text)),
    "title": ("title", lambda by, text: newsroom.visits.describe(*by, title=text, summary="")),
    "new visit": ("title", lambda _by, text: newsroom.visits.open_visit("new-one", title=text, by_id=SYSTEM)),
    "state of play": ("state_of_play", lambda by, text: newsroom.visits.sum_up(*by, text)),
    "city": ("city", lambda by, text: newsroom.itinerary.add_stop(*by, text, zone="UTC")),
    "side": ("name", lambda by, text: newsroom.people.add_delegation(*by, text)),
    "capital": ("capital", lambda by, text: newsroom.people.add_delegation(*by, "East", capital=text, zone="UTC")),
    "speaker": (
        "name",
        lambda by, text: newsroom.people.add_speaker(*by, text, title="Envoy", delegation="north"),
    ),
    "speaker's title": (
        "title",
        lambda by, text: newsroom.people.add_speaker(*by, "Eve East", title=text, delegation="north"),
    ),
    "topic": ("name", lambda by, text: newsroom.people.add_topic(*by, text)),
    "account": (
        "name",
        lambda _by, text: newsroom.reporters.add("x@example.org", name=text, role="editor", password=PASSWORD),
    ),
}


@pytest.mark.parametrize("name", FIELDS)
def test_other_texts_that_readers_need_are_refused_as_well(app: Flask, talks: SampleVisit, name: str) -> None:
    field, attempt = FIELDS[name]
    for text in BLANK:
        with pytest.raises(Invalid) as refused:
            attempt((talks.visit_id, talks.editor_id), text)
        assert set(refused.value.fields) == {field}, ascii(text)
    attempt((talks.visit_id, talks.editor_id), "Ж")


@pytest.mark.parametrize("note", BLANK, ids=ascii)
def test_a_note_that_is_needed_shows_something(app: Flask, talks: SampleVisit, note: str) -> None:
    public_id = talks.publish("Words.")
    with pytest.raises(Invalid):
        newsroom.updates.withdraw(talks.visit_id, talks.editor_id, public_id, note)
    with pytest.raises(Invalid):
        talks.edit(public_id, "Other words.", version=1, reason="correction", note=note)
    with pytest.raises(Invalid):
        talks.publish("> We agree.", kind="statement", source=note)


def test_a_text_that_is_too_long_is_never_parsed(
    app: Flask, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parsed(source: str) -> None:
        raise AssertionError(f"{len(source)} characters were parsed")

    monkeypatch.setattr("blog.text.markdown.read", parsed)
    with pytest.raises(Invalid) as refused:
        talks.publish("[" * 60_000)
    assert "40,000 characters too long" in refused.value.fields["body"]
    with pytest.raises(Invalid):
        newsroom.visits.sum_up(talks.visit_id, talks.editor_id, "[" * 2_001)
