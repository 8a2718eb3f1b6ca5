"""The set-up of a visit, put right: everything can be renamed, and removed while nothing hangs on it."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blog import newsroom
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.queries import visits
from blog.wire import fragments
from tests.desk import Desk
from tests.markup import Element, one, parse, words
from tests.sample_visit import SampleVisit

PAGE = "/desk/visits/talks/set-up"


def send(desk: Desk, address: str, **fields: Any) -> TestResponse:
    desk.get(PAGE)
    return desk.post(f"{PAGE}/{address}", fields)


def said(desk: Desk, answer: TestResponse) -> Element:
    """The sentence that the page begins with after a form was taken; the address leads to it, and so does the focus."""
    assert (answer.status_code, answer.location) == (303, f"{PAGE}#said"), answer.text
    shown = one(parse(desk.get(PAGE)), "#said")
    assert shown.get("tabindex") == "-1"
    assert not parse(desk.get(PAGE)).cssselect("#said"), "it is said once"
    return shown


def refused(answer: TestResponse, form: str) -> str:
    assert answer.status_code == 422
    return words(one(parse(answer), f"form#{form} .form-errors"))


def article(client: FlaskClient, public_id: str) -> Element:
    return one(parse(client.get("/live/talks")), f'#updates [data-update="{public_id}"]')


def test_a_topic_is_renamed_everywhere_and_its_addresses_still_work(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    public_id = talks.publish("They met.", topics=["trade"])
    shown = said(desk, send(desk, "topics/trade", name="Commerce"))
    assert "old links still work" in words(shown)
    assert one(parse(client.get("/live/talks?topic=trade")), f'[data-update="{public_id}"]') is not None
    assert words(one(article(client, public_id), ".topic")) == "Commerce"
    assert "Commerce" in words(one(parse(client.get("/live/talks")), "#filters"))
    assert "already has a topic borders" in refused(send(desk, "topics/trade", name="borders "), "topic-trade")


def test_a_speaker_is_renamed_everywhere_and_found_by_the_new_name_with_the_title_of_the_day(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    public_id = talks.publish("> We agree.", kind="statement", speaker="ada-nord")
    said(desk, send(desk, "speakers/ada-nord", name="Ada Norden", title="Minister"))
    assert "Ada Norden, Spokesperson" in words(one(article(client, public_id), ".quotation-source"))
    assert "Ada Norden Minister" in words(one(parse(client.get("/live/talks")), "#sides"))
    found = parse(client.get("/live/talks/search?q=Norden")).cssselect(".result, [data-result], main li, main article")
    assert any("We agree" in words(each) for each in found)
    assert "already has Sam Sud" in refused(
        send(desk, "speakers/ada-nord", name="Sam Sud", title="M"), "speaker-ada-nord"
    )


def test_a_side_is_put_right_and_what_its_people_said_shows_it(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    public_id = talks.publish("> We agree.", kind="statement", speaker="ada-nord")
    side = {"name": "Northland", "short_name": "NL", "country": "N", "capital": "Oslo", "zone": "Europe/Oslo"}
    said(desk, send(desk, "delegations/north", **side))
    assert words(one(article(client, public_id), ".delegation")) == "NL"
    page = parse(client.get("/live/talks?delegation=north"))
    assert one(page, "#side-north").text_content() == "NL"
    assert "Oslo" in words(one(page, "#times-in"))
    wrong = send(desk, "delegations/north", **side | {"zone": "Mars/Base"})
    assert "IANA name" in words(one(parse(wrong), "#delegation-north-zone-error"))
    assert one(parse(wrong), "details[open] #delegation-north-country").get("value") == "N"


@pytest.mark.parametrize(
    ("address", "form", "sentence"),
    [
        ("stops/vienna", "stop-vienna", "2 updates are filed from Vienna (drafts count)."),
        ("topics/trade", "topic-trade", "2 updates have the topic Trade"),
        ("speakers/ada-nord", "speaker-ada-nord", "2 updates are attributed to Ada Nord"),
        ("delegations/north", "delegation-north", "Ada Nord speaks for North. Remove this speaker first."),
    ],
)
def test_what_something_hangs_on_stays_and_the_form_says_what_that_is(
    desk: Desk, talks: SampleVisit, address: str, form: str, sentence: str
) -> None:
    fields: dict[str, Any] = {"stop": "vienna", "topics": ["trade"], "speaker": "ada-nord"}
    talks.withdraw(talks.publish("They met.", **fields))
    newsroom.drafts.save(talks.visit_id, talks.editor_id, Post("They will meet.", **fields))
    before = visits.by_slug("talks")
    assert before
    assert sentence in refused(send(desk, f"{address}/remove"), form)
    after = visits.by_slug("talks")
    assert after
    assert after.head == before.head


def test_what_nothing_hangs_on_is_removed_and_the_focus_is_where_another_is_added(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    for address, form in (
        ("stops/tokyo", "new-stop"),
        ("topics/borders", "new-topic"),
        ("speakers/sam-sud", "new-speaker"),
        ("delegations/south", "new-delegation"),
    ):
        desk.get(PAGE)
        answer = desk.post(f"{PAGE}/{address}/remove")
        assert answer.status_code == 303, answer.text
        assert one(parse(desk.get(PAGE)), f"form#{form} #said") is not None, address
        assert desk.post(f"{PAGE}/{address}/remove").status_code == 404, "it is gone"
    page = parse(client.get("/live/talks"))
    for place, word in (("#itinerary", "Tokyo"), ("#filters", "Borders"), ("#sides", "South"), ("#sides", "Sam Sud")):
        assert word not in words(one(page, place))


def test_a_side_that_comes_after_a_removed_one_has_a_tint_of_its_own(desk: Desk, talks: SampleVisit) -> None:
    newsroom.people.add_delegation(talks.visit_id, SYSTEM, "East")
    newsroom.removal.drop_speaker(talks.visit_id, SYSTEM, "ada-nord")
    newsroom.removal.drop_delegation(talks.visit_id, SYSTEM, "north")
    newsroom.people.add_delegation(talks.visit_id, SYSTEM, "West")
    visit = visits.by_slug("talks")
    assert visit
    assert len({side.tint for side in visit.delegations}) == 3


def test_saving_what_is_there_already_is_no_event(desk: Desk, talks: SampleVisit) -> None:
    before = visits.by_slug("talks")
    assert before
    send(desk, "topics/trade", name="Trade")
    send(desk, "speakers/ada-nord", name="Ada Nord", title="Spokesperson")
    send(desk, "delegations/north", name="North", short_name="North")
    after = visits.by_slug("talks")
    assert after
    assert after.head == before.head


@pytest.mark.parametrize("address", ["topics/trade", "speakers/ada-nord", "delegations/north"])
def test_a_name_that_is_emptied_is_refused_beside_its_field(desk: Desk, talks: SampleVisit, address: str) -> None:
    answer = send(desk, address, name=" ", title="Kept")
    form = address.replace("topics/", "topic-").replace("speakers/", "speaker-").replace("delegations/", "delegation-")
    assert answer.status_code == 422
    assert words(one(parse(answer), f"#{form}-name-error"))


def test_too_many_updates_under_another_name_ask_pages_to_load_again(
    client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fragments, "MAX_RENAMED", 1)
    for number in range(2):
        talks.publish(f"Update {number}.", topics=["trade"])
    cursor = one(parse(client.get("/live/talks")), "#wire").get("data-cursor")
    newsroom.people.rename_topic(talks.visit_id, SYSTEM, "trade", "Commerce")
    assert client.get(f"/live/talks/since/{cursor}").status_code == 410
