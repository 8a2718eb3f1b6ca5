"""What makes setting a visit up quick: pasted lists, cities that bring their zone, copies, one press to arrive."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete

from blog import newsroom
from blog.extensions import db
from blog.models import Membership, Visit
from blog.newsroom.commits import write_session
from blog.newsroom.errors import NotAllowed
from blog.permissions import SYSTEM
from blog.queries import visits
from tests.desk import Desk
from tests.markup import event, one, parse, words
from tests.opened_form import DESK, HTMX, PAGE, Opened
from tests.sample_visit import SampleVisit


def visit(slug: str = "talks") -> Visit:
    db.session.rollback()
    found = visits.by_slug(slug)
    assert found
    return found


def names(found: Visit) -> list[list[str]]:
    return [[f"{speaker.name}, {speaker.title}" for speaker in side.speakers] for side in found.delegations]


LONG = "x" * 301


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_one_bad_line_holds_up_no_other(desk: Desk, talks: SampleVisit, headers: dict[str, str]) -> None:
    form, before = Opened(desk, "speakers-north"), visit().head
    pasted = f"Eve East, Envoy\n- Nobody\n\nada nord\tMinister\n, Minister\n{LONG}, Envoy\n秦刚，发言人"
    answer = form.save(headers, lines=pasted)
    assert answer.status_code == 422
    assert names(visit())[0] == ["Ada Nord, Spokesperson", "Eve East, Envoy", "秦刚, 发言人"]
    assert visit().head == before + 2
    again = one(parse(answer), "#speakers-north")
    assert "2 speakers were added. Already there, and left as they are: ada nord." in words(again)
    assert form.fields["lines"][0].strip() == f"- Nobody\n, Minister\n{LONG}, Envoy"
    sentences = one(again, "#speakers-north-lines-error").text.splitlines()
    assert [sentence[:6] for sentence in sentences] == ["Line 1", "Line 2", "Line 3"]
    assert sentences[0] == "Line 1 (Nobody) has no title. Put a comma between the name and the title."
    assert sentences[1] == "Line 2 has no name. Write it before the title."
    assert "is too long" in sentences[2]
    assert form.save(lines="Nobody, Envoy").status_code in (200, 303)
    assert names(visit())[0][-1] == "Nobody, Envoy"


def test_pasted_lines_of_which_none_is_right_change_nothing(desk: Desk, talks: SampleVisit) -> None:
    form, before = Opened(desk, "speakers-north"), visit().head
    answer = form.save(HTMX, lines="Nobody")
    assert answer.status_code == 422
    assert "were added" not in answer.text
    assert form.save(lines="").status_code == 422
    assert "maximum 200" in form.save(lines="A, B\n" * 201).text
    assert visit().head == before


def test_pasted_speakers_who_are_there_already_are_named(desk: Desk, talks: SampleVisit) -> None:
    lines = "Eve East, Envoy\n\nada nord\tMinister\nEve East, again"
    answer = Opened(desk, "speakers-north").save(HTMX, lines=lines)
    assert answer.status_code == 200
    message = event(answer, "message")
    assert message == "1 speaker was added. Already there, and left as they are: ada nord and Eve East."
    assert len({speaker.key for speaker in visit().delegations[0].speakers}) == 2


def test_a_section_answers_to_htmx_and_a_page_to_everyone_else(desk: Desk, talks: SampleVisit) -> None:
    for form, section, fields in (
        ("description", "about", {"title": "Talks in spring"}),
        ("new-stop", "stops", {"city": "Oslo"}),
        ("new-speaker", "sides", {"name": "Eve East", "title": "Envoy", "delegation": "north"}),
        ("new-topic", "topics", {"name": "Fish"}),
    ):
        answer = Opened(desk, form).save(HTMX, **fields)
        assert answer.status_code == 200
        assert "<html" not in answer.text
        assert one(parse(answer), f"section#{section} form#{form} #said") is not None
        assert not parse(answer).cssselect("[autofocus]"), "the focus stays where the work goes on"
        assert event(answer, "message")


def test_cities_are_suggested_to_members_alone(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    answer = desk.get("/desk/cities?city=北京")
    assert answer.headers["Cache-Control"] == "no-store"
    option = one(parse(answer), "option")
    assert (option.get("value"), option.get("data-zone"), option.get("data-country")) == (
        "北京",
        "Asia/Shanghai",
        "China",
    )
    assert words(option) == "Beijing, China"
    for lang, name, beside in (("en", "Beijing", "北京"), ("zh", "北京", "Beijing"), ("ar", "Beijing", "北京")):
        option = one(parse(desk.get(f"/desk/cities?city=北京&lang={lang}")), "option")
        assert (option.get("value"), words(option)) == (name, f"{beside}, China")
    assert one(parse(desk.get("/desk/cities?city=Genf&lang=en")), "option").get("value") == "Genf"
    assert one(parse(desk.get("/desk/visits/talks/set-up")), "[data-cities-lang]").get("value") == "en"
    assert not desk.get("/desk/cities").text.strip()
    assert len(parse("<p>" + desk.get("/desk/cities?q=" + "sa" * 4000).text).cssselect("option")) == 0
    assert app.test_client().get("/desk/cities?q=Wien").status_code == 302


def test_a_new_visit_copies_the_people_and_topics_of_an_earlier_one_and_nothing_that_was_said(
    desk: Desk, talks: SampleVisit
) -> None:
    talks.publish("Said there.", topics=["trade"])
    ready = {"name": "Readout", "body": "[Who] says: …", "kind": "readout", "standing": "official"}
    newsroom.ready_texts.add(talks.visit_id, talks.editor_id, ready)
    newsroom.banner.set_banner(talks.visit_id, SYSTEM, "There only.")
    newsroom.visits.sum_up(talks.visit_id, SYSTEM, "- There only.")
    newsroom.visits.demand_approval(talks.visit_id, SYSTEM, True)
    form = Opened(desk, "new", "/desk/visits/new")
    new = {"title": "Again", "slug": "again", "copy_from": "talks"}
    assert form.save(**new, with_stops="1").status_code == 303
    made, source = visit("again"), visit()
    assert names(made) == names(source)
    assert [side.tint for side in made.delegations] == [side.tint for side in source.delegations]
    assert [topic.slug for topic in made.topics] == [topic.slug for topic in source.topics]
    assert [{name: getattr(text, name) for name in ready} for text in made.ready_texts] == [ready]
    assert [(stop.city, stop.zone, stop.phase) for stop in made.stops] == [
        ("Vienna", "Europe/Vienna", "ahead"),
        ("Tokyo", "Asia/Tokyo", "ahead"),
    ]
    assert made.approval
    assert (made.published, made.state_of_play, made.status, visits.banner_of(made.id)) == (0, "", "upcoming", None)
    assert visit().delegations[0].speakers[0].visit_id == source.id
    page = form.save(title="Third", slug="third", copy_from="talks", city="Oslo")
    assert page.status_code == 303
    assert [stop.city for stop in visit("third").stops] == ["Oslo"]


def test_a_visit_of_others_is_not_copied(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    form = Opened(desk, "new", "/desk/visits/new")
    secret = newsroom.visits.open_visit("secret", title="Secret talks", by_id=SYSTEM)
    late_id = newsroom.reporters.add("late@example.org", name="Late", role="editor", password="long enough")
    with write_session() as session:
        session.execute(delete(Membership).where(Membership.reporter_id == late_id, Membership.visit_id == secret))
    late = Desk.of(app).sign_in("late@example.org", "long enough")
    assert "Secret talks" not in late.get("/desk/visits/new").text
    answer = Opened(late, "new", "/desk/visits/new").save(title="T", slug="copied", zone="UTC", copy_from="secret")
    assert "Choose one of your visits" in words(one(parse(answer), "#new-copy_from-error"))
    assert visits.id_of("copied") is None
    own = newsroom.visits.open_visit("own", title="Own talks", by_id=SYSTEM)
    with pytest.raises(NotAllowed):
        newsroom.copying.copy_set_up(own, late_id, secret)
    assert form.save(title="T", slug="copied", zone="UTC", copy_from="secret").status_code == 303


def test_one_press_arrives_leaves_and_takes_it_back(desk: Desk, talks: SampleVisit) -> None:
    def press(name: str) -> str:
        button = one(parse(desk.get(DESK)), f"#here-form button#{name}")
        answer = desk.post(f"{DESK}/here", {"happened": button.get("value")}, headers=HTMX)
        assert answer.status_code == 200, answer.text
        return str(event(answer, "message"))

    assert "have left Vienna" in press("here-next")
    assert visit().here_key == "tokyo"
    assert "are in Tokyo" in press("here-next")
    assert [stop.phase for stop in visit().stops] == ["past", "now"]
    press("here-undo")
    press("here-undo")
    assert [stop.phase for stop in visit().stops] == ["now", "ahead"]
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "ended")
    assert not parse(desk.get(DESK)).cssselect("#here-form")


def test_a_press_on_an_old_page_changes_nothing_and_says_who_was_faster(
    app: Flask, desk: Desk, talks: SampleVisit
) -> None:
    value = one(parse(desk.get(DESK)), "#here-next").get("value")
    newsroom.itinerary.leave(talks.visit_id, talks.admin_id, "vienna")
    left_at = visit().stops[0].left_at
    for headers in ({}, HTMX):
        answer = desk.post(f"{DESK}/here", {"happened": value}, headers=headers)
        assert answer.status_code == 409
        assert "An admin changed this at" in words(one(parse(answer), "#here [role=alert]"))
        assert one(parse(answer), "#here-next").get("value") == "arrived ahead tokyo"
    assert visit().stops[0].left_at == left_at
    assert desk.post(f"{DESK}/here", {"happened": "nonsense"}).status_code == 400
    assert desk.post(f"{DESK}/here", {"happened": "left now nowhere"}).status_code == 404
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    assert not parse(reporter.get(DESK)).cssselect("#here-form")
    assert reporter.post(f"{DESK}/here", {"happened": "arrived ahead tokyo"}).status_code == 403


def test_the_page_offers_only_moves_that_can_be_made(desk: Desk, talks: SampleVisit) -> None:
    page = parse(desk.get(PAGE))
    offered = [button.get("id") for button in page.cssselect("button[form=order][name]")]
    assert offered == ["down-vienna", "up-tokyo"]


def test_the_contents_lead_to_what_has_a_heading(desk: Desk, talks: SampleVisit) -> None:
    page = parse(desk.get(PAGE))
    links = page.cssselect("nav.desk-jumps a")
    headings = {words(link): words(one(page, link.get("href")).cssselect("h2, h3")[0]) for link in links}
    assert headings == {
        "Description": "Description",
        "Itinerary": "Itinerary",
        "Sides": "Sides and speakers",
        "Speakers": "Add a speaker",
        "Topics": "Topics",
        "Ready-made texts": "Ready-made texts",
    }
