"""A headline is plain text: what looks like markup in it comes out as it was written, wherever it is a title."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from blog import newsroom
from blog.permissions import SYSTEM
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

HEADLINES = ("Growth <3 % expected", "North <b>and</b> South", "Signed<by both>")


@pytest.mark.parametrize("headline", HEADLINES)
def test_a_headline_with_a_sign_of_markup_is_whole_in_every_title(
    client: FlaskClient, desk: Desk, talks: SampleVisit, headline: str
) -> None:
    public_id = talks.publish("So they say.", headline=headline)
    base = f"/live/talks/updates/{public_id}"
    for address in (base, f"{base}/embed", f"{base}/history"):
        assert headline in one(parse(client.get(address).text), "title").text_content(), address
    assert one(parse(client.get(base).text), f"#u-{public_id} .update-link").get("data-share") == headline
    signed_in = desk.sign_in("editor@example.org")
    assert headline in one(parse(signed_in.get(f"/desk/visits/talks/updates/{public_id}").text), "title").text_content()


def test_what_a_visit_is_called_and_about_is_plain_text_too(client: FlaskClient, talks: SampleVisit) -> None:
    title, summary = "Talks on <3 % and <more>", "Growth <stays> low."
    newsroom.visits.describe(talks.visit_id, SYSTEM, title=title, summary=summary)
    for page in ("", "/itinerary", "/people", "/corrections", "/readouts", "/search", "/share", "/embed"):
        assert title[:24] in one(parse(client.get(f"/live/talks{page}").text), "title").text_content(), page
    live = parse(client.get("/live/talks").text)
    assert one(live, "meta[name=description]").get("content") == summary


def test_a_headline_alone_is_an_update_and_so_is_a_text_alone(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    field = one(parse(desk.get("/desk/visits/talks")), "#composer [name=body]")
    assert field.get("required") is None, "the browser would refuse what the newsroom takes"
    for fields in ({"headline": "Talks have begun", "body": " "}, {"headline": "", "body": "They sit at one table."}):
        assert desk.post("/desk/visits/talks/updates", fields | {"action": "publish"}).status_code == 303
    text, headline = parse(client.get("/live/talks")).cssselect("#updates article[data-update]")
    assert words(text).count("They sit at one table.") == 2, "its text, and a heading for who cannot see"
    assert words(one(headline, ".update-headline")) == "Talks have begun"
    assert not headline.cssselect(".update-body"), "no empty box stands under it"
    public_id = headline.get("data-update")
    assert public_id in client.get("/live/talks/search?q=begun").text
    for address in (f"/live/talks/updates/{public_id}", "/live/talks/feed.json"):
        assert "Talks have begun" in client.get(address).text, address
    changed = {"headline": "Talks have ended", "body": "", "version": "1", "change": "update"}
    assert desk.post(f"/desk/visits/talks/updates/{public_id}", changed).status_code == 303
    assert "Talks have ended" in client.get(f"/live/talks/updates/{public_id}/history").text


@pytest.mark.parametrize("action", ["publish", "draft", "submit", "schedule"])
def test_neither_a_headline_nor_a_text_is_refused_beside_the_text(desk: Desk, talks: SampleVisit, action: str) -> None:
    later = {"publish_at": "2126-03-04T16:20"}
    for empty in (" \n", "\u200b", "\u00a0"):
        answer = desk.publish("talks", empty, headline=empty.strip("\n"), action=action, **later)
        assert answer.status_code == 422
        page = parse(answer)
        assert "needs a text or a headline" in words(one(page, "#new-body-error"))
        assert one(page, "#new-body").get("aria-invalid") == "true"


@pytest.mark.parametrize("kind", ["statement", "readout"])
def test_somebodys_words_need_more_than_a_headline_before_readers_see_them(
    desk: Desk, talks: SampleVisit, kind: str
) -> None:
    fields = {"headline": "They agree", "kind": kind, "speaker": "ada-nord"}
    answer = desk.publish("talks", "", **fields)
    assert answer.status_code == 422
    assert "a statement or a readout needs a text under its headline" in words(one(parse(answer), "#new-body-error"))
    assert desk.publish("talks", "", action="draft", **fields).status_code == 303, "a draft may be unfinished"
