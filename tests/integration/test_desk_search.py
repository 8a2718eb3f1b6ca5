"""Every update of a visit can be reached at the desk, whatever its age and state, by whoever may change it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from blog import newsroom
from blog.models import State
from blog.models.visit import now
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.queries import desk_search, search
from tests.desk import Desk
from tests.markup import Element, one, parse, shown, words
from tests.sample_visit import SampleVisit

DESK = "/desk/visits/talks"
SEARCH = f"{DESK}/search"
MANY = 45


def found(page: Element) -> list[str]:
    return [row.get("data-update") for row in page.cssselect(".results [data-update]")]


def walk(desk: Desk, address: str, ids: Any) -> list[str]:
    """The ids on a page and on all that its link to older ones leads to."""
    seen: list[str] = []
    while address:
        answer = desk.get(address)
        assert answer.status_code == 200, address
        page = parse(answer)
        seen += ids(page)
        older = page.cssselect("a.pager-older")
        address = older[0].get("href") if older else ""
    return seen


@pytest.fixture
def many(talks: SampleVisit) -> list[str]:
    """More updates than three pages hold, the oldest first."""
    return [talks.publish(f"Update {number} of the talks.") for number in range(MANY)]


def keep(talks: SampleVisit, by: int, body: str, state: State) -> str:
    due = {"due_at": now().replace(year=now().year + 1)} if state is State.SCHEDULED else {}
    return newsroom.drafts.save(talks.visit_id, by, Post(body, stop="tokyo"), state=state, **due)


def test_the_desk_pages_back_to_the_first_update_with_tools_for_each(desk: Desk, many: list[str]) -> None:
    assert walk(desk, DESK, shown) == many[::-1]
    oldest = parse(desk.get(f"{DESK}?page=1"))
    tools = one(oldest, f'.tools[data-for="{many[0]}"]')
    assert one(tools, "a.tool").get("href") == f"{DESK}/updates/{many[0]}"
    marks = "Write it again Pin Unpin More Make key event Not a key event"
    assert words(tools) == f"Take back Edit {marks} Note to the desk Translate History Permalink Withdraw"
    assert desk.get(f"{DESK}?page=99").status_code == 404
    assert desk.get(f"{DESK}?page=first").status_code == 404


def test_the_search_lists_every_update_in_every_state(desk: Desk, talks: SampleVisit, many: list[str]) -> None:
    states = (State.DRAFT, State.SUBMITTED, State.SCHEDULED)
    waiting = [keep(talks, talks.editor_id, f"It is {state}.", state) for state in states]
    talks.withdraw(many[3])
    assert walk(desk, SEARCH, found) == waiting[::-1] + many[::-1]
    page = parse(desk.get(SEARCH))
    assert "Scheduled for" in words(one(page, f'[data-update="{waiting[2]}"]'))
    for public_id in waiting:
        assert one(page, f'.tools[data-for="{public_id}"] a.tool').get("href") == f"{DESK}/updates/{public_id}"
    assert parse(desk.get(DESK)).cssselect(f'form[role=search][action="{SEARCH}"] input[name=q]')
    for state, ids in (
        ("draft", waiting[:1]),
        ("submitted", waiting[1:2]),
        ("scheduled", waiting[2:]),
        ("withdrawn", [many[3]]),
    ):
        assert found(parse(desk.get(f"{SEARCH}?state={state}"))) == ids, state
    assert many[3] not in walk(desk, f"{SEARCH}?state=published", found)


@pytest.mark.parametrize("purged", [(0,), (44,), (43, 44), (24,), (25,), (3, 4, 5, 23, 24, 25, 26, 44)])
def test_no_page_of_the_search_shifts_by_what_was_purged(
    desk: Desk, talks: SampleVisit, many: list[str], purged: tuple[int, ...]
) -> None:
    drafts = [keep(talks, talks.editor_id, f"Draft {number}.", State.DRAFT) for number in range(3)]
    for number in purged:
        newsroom.updates.purge(talks.visit_id, talks.admin_id, many[number], "By law.")
    left = [public_id for number, public_id in enumerate(many) if number not in purged]
    assert walk(desk, SEARCH, found) == (left + drafts)[::-1]
    assert walk(desk, f"{SEARCH}?state=purged", found) == [many[number] for number in sorted(purged, reverse=True)]


def test_the_search_finds_by_words_writer_kind_and_speaker_in_any_state(desk: Desk, talks: SampleVisit) -> None:
    old = talks.publish("Peace, they say.", kind="statement", speaker="ada-nord")
    for number in range(30):
        talks.publish(f"Update {number}.")
    theirs = keep(talks, talks.editor_id, "Peace is a draft.", State.DRAFT)
    for query, ids in (
        ("q=peace", [theirs, old]),
        ("q=PEACE&state=published", [old]),
        ("q=pe", [theirs, old]),
        ("kind=statement", [old]),
        ("speaker=ada-nord", [old]),
        (f"by={talks.editor_email}", [theirs]),
        ("by=An+editor&q=peace", [theirs]),
        ("q=editor", [theirs]),
        ("q=Editor+peace", [theirs]),
        ("q=reporter+peace", [old]),
        ("q=reporter+draft", []),
        ("q=reporter&kind=statement", [old]),
        ("q=peace&kind=readout", []),
        ("kind=nonsense", []),
        ("state=nonsense", []),
        ("speaker=nobody", []),
        ("by=nobody", []),
    ):
        assert found(parse(desk.get(f"{SEARCH}?{query}"))) == ids, query
    nothing = desk.get(f"{SEARCH}?q=atlantis")
    assert "No matching updates." in nothing.text
    assert desk.get(f"{SEARCH}?q={'x' * 500}").status_code == 422
    for page in ("0", "-1", "99", "1000000000000"):
        assert desk.get(f"{SEARCH}?page={page}").status_code == 404


def test_an_update_is_found_by_the_name_that_signs_it_and_by_that_of_its_account(
    desk: Desk, talks: SampleVisit
) -> None:
    public_id = newsroom.updates.publish(talks.visit_id, talks.editor_id, Post("Signed.", by=["Jane Doe"]))
    for query in ("q=jane", "q=editor", "q=jane+editor+signed"):
        page = parse(desk.get(f"{SEARCH}?{query}"))
        assert found(page) == [public_id], query
        assert "Jane Doe sent by An editor" in words(one(page, ".found .result-when"))


def test_a_reporter_finds_their_own_and_nobody_elses(app: Flask, talks: SampleVisit) -> None:
    own = [talks.publish("Mine."), keep(talks, talks.reporter_id, "My draft.", State.DRAFT)]
    newsroom.updates.publish(talks.visit_id, talks.editor_id, Post("The editor's."))
    keep(talks, talks.editor_id, "The editor's draft.", State.DRAFT)
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    page = parse(reporter.get(SEARCH))
    assert found(page) == own[::-1]
    tools = words(one(page, f'.tools[data-for="{own[0]}"]'))
    assert tools == "Take back Edit Write it again More Note to the desk Translate History Permalink Withdraw"
    for query in (f"?by={talks.editor_email}", "?q=editor", "?state=purged"):
        assert found(parse(reporter.get(SEARCH + query))) == [], query


def test_the_banner_keeps_its_link_to_an_update_of_an_older_page(
    desk: Desk, talks: SampleVisit, many: list[str]
) -> None:
    newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "They met.", update=many[0])
    form = one(parse(desk.get(DESK)), "#banner-form")
    assert form.fields["update"] == many[0]


def test_the_quick_filters_are_whose_and_what_became_of_them(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    reported = talks.publish("The reporter's.")
    own = newsroom.updates.publish(talks.visit_id, talks.editor_id, Post("The editor's."))
    states = (State.DRAFT, State.SUBMITTED, State.SCHEDULED)
    waiting = [keep(talks, talks.reporter_id, f"It is {state}.", state) for state in states[:2]]
    waiting.append(keep(talks, talks.editor_id, "It is scheduled.", states[2]))
    clearer = Post("The editor's.", standing="official")  # on the record, but no correction
    newsroom.updates.edit(
        talks.visit_id, talks.editor_id, own, clearer, version=1, reason="update", note_text="She said so."
    )
    talks.edit(reported, "The reporter's, corrected.", version=1, reason="correction", note="It was wrong.")
    gone = talks.publish("It was corrected, then withdrawn.")
    talks.edit(gone, "Corrected in vain.", version=1, reason="correction", note="It was wrong.")
    talks.withdraw(gone)
    links = {words(link): link.get("href") for link in parse(desk.get(DESK)).cssselect(".quick a")}
    assert links.pop("All") == f"{DESK}#updates"
    for name, ids in (
        ("Mine", [waiting[2], own]),
        ("Corrected", [reported]),
        ("Waiting", waiting[::-1]),
    ):
        page = parse(desk.get(links.pop(name)))
        assert found(page) == ids, name
        assert words(one(page, ".quick [aria-current]")) == name
        count = "1 update." if len(ids) == 1 else f"{len(ids)} updates."
        assert words(one(page, "#found .search-said strong")) == count
    assert links == {"Filters": SEARCH}
    with_words = parse(desk.get(f"{SEARCH}?q=draft&state=waiting"))
    assert found(with_words) == waiting[:1]
    for link in with_words.cssselect(".quick a"):
        assert "q=draft" in link.get("href"), "a quick filter keeps the words"


def test_many_results_are_counted_up_to_a_limit(desk: Desk, many: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for query in ("", "?q=update", "?q=reporter+talks"):
        assert words(one(parse(desk.get(SEARCH + query)), "#found strong")) == f"{MANY} updates.", query
    monkeypatch.setattr(desk_search, "MOST_COUNTED", MANY - 1)
    for query in ("", "?q=update", "?q=reporter+talks"):
        assert words(one(parse(desk.get(SEARCH + query)), "#found strong")) == f"More than {MANY - 1} updates.", query
    assert walk(desk, f"{SEARCH}?q=reporter", found) == many[::-1], "pages go on past what is counted"


def test_a_search_that_no_index_can_serve_says_how_far_it_went(
    desk: Desk, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SCANNED_UPDATES", 10)
    for query, ids, is_partial in (
        ("?q=up", many[:-11:-1], True),
        ("?q=update", many[::-1], False),
        ("", many[::-1], False),
    ):
        assert walk(desk, SEARCH + query, found) == ids
        said = words(one(parse(desk.get(SEARCH + query)), "#found .search-said"))
        assert ("Only the newest updates were searched" in said) == is_partial, query


def test_each_state_has_the_tools_that_can_succeed_and_no_other(app: Flask, talks: SampleVisit) -> None:
    draft = keep(talks, talks.reporter_id, "A draft.", State.DRAFT)
    gone, removed = talks.publish("Wrong."), talks.publish("Illegal.")
    talks.withdraw(gone)
    newsroom.updates.purge(talks.visit_id, talks.admin_id, removed, "By law.")
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "ended")
    for email, of_gone in (
        (talks.reporter_email, "Write it again More Note to the desk See what readers see"),
        (talks.admin_email, "Write it again More Note to the desk See what readers see Remove permanently"),
    ):
        desk = Desk.of(app).sign_in(email)
        page = parse(desk.get(SEARCH))
        assert words(one(page, f'.tools[data-for="{draft}"]')) == "Edit"
        assert words(one(page, f'.tools[data-for="{gone}"]')) == of_gone
        page = parse(desk.get(f"{SEARCH}?state=purged"))
        assert words(one(page, f'.tools[data-for="{removed}"]')) == "More See what readers see"
