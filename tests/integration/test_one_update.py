"""One update by itself, its history, what a page asks for to catch up, and what does not exist."""

from __future__ import annotations

from flask.testing import FlaskClient

from blog import newsroom
from blog.permissions import SYSTEM
from blog.queries.stream import PAGE_SIZE
from tests.markup import one, parse, shown, words
from tests.sample_visit import SampleVisit

NOWHERE = [
    *("/live/none", "/live/none/embed", "/live/none/since/a:1", "/live/none/updates/x", "/nothing", "/live/TALKS"),
    *("/live/talks/updates/none", "/live/talks/updates/none/history", "/live/talks/nothing", "/live/%00"),
    *("/live/talks/updates/%00", "/live/talks?topic=%00", "/static/x/none.css", "/static/x/../app.py"),
]


def test_what_does_not_exist_is_an_error_that_leads_on(client: FlaskClient, talks: SampleVisit) -> None:
    for path in NOWHERE:
        answer = client.get(path)
        if "topic" in path and answer.status_code == 200:
            continue  # SQLite compares with a NUL, and finds nothing; PostgreSQL refuses it
        assert answer.status_code in ((400, 404) if "%00" in path else (404,)), path
        assert one(parse(answer), "main a").get("href") == "/"


def test_a_permalink_opens_the_page_that_holds_the_update_and_marks_it(client: FlaskClient, talks: SampleVisit) -> None:
    ids = [talks.publish("Body.", headline=f"Headline {n}") for n in range(2 * PAGE_SIZE + 2)]
    for public_id, page_of_it in ((ids[-1], "/live/talks"), (ids[2], "/live/talks?page=1")):
        page = parse(client.get(f"/live/talks/updates/{public_id}"))
        plain = parse(client.get(page_of_it))
        assert shown(page) == shown(plain)
        assert bool(page.cssselect("#updates[data-front]")) == (page_of_it == "/live/talks")
        assert not plain.cssselect("#updates [aria-current], .followed")
        marked = one(page, "#updates > [aria-current]")
        assert (marked.get("data-update"), marked.get("id")) == (public_id, f"u-{public_id}")
        label = one(page, "#updates > .followed")
        assert label.getnext() is marked
        assert words(label) == "The update you followed a link to"
        ways = [link.get("href") for link in page.cssselect(".chosen a")]
        assert ways == [f"#u-{public_id}", "/live/talks"]
        one(page, "#wire")
        one(page, "#banner")
        one(page, "#pager")
        assert one(page, "link[rel=canonical]").get("href") == f"http://localhost:8000/live/talks/updates/{public_id}"


def test_a_permalink_says_of_itself_what_the_update_says(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("They met for *two* hours.", headline="Two hours")
    address = f"/live/talks/updates/{public_id}"
    page = parse(client.get(address))
    assert one(page, "title").text == "Two hours · Dateline"
    assert one(page, "meta[name=description]").get("content") == "They met for two hours."
    assert one(page, "meta[property='og:title']").get("content") == "Two hours"
    assert one(page, "meta[property='og:description']").get("content") == "They met for two hours."

    talks.withdraw(public_id, "They did not meet.")
    page = parse(client.get(address))
    assert "Two hours" not in client.get(address).text
    assert one(page, "title").text == "Withdrawn update · Dateline"
    assert one(page, "meta[property='og:description']").get("content") == "This update was withdrawn."
    assert "They did not meet." in words(one(page, "#updates > [aria-current]"))


def test_the_links_of_an_update_lead_to_its_place_in_the_page(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("Body.", headline="Headline")
    page = parse(client.get("/live/talks"))
    for link in (".update-time", ".update-headline a", ".update-link"):
        assert one(page, f"#updates {link}").get("href") == f"/live/talks/updates/{public_id}#u-{public_id}"


def test_an_update_is_found_under_its_own_visit_alone(client: FlaskClient, talks: SampleVisit) -> None:
    newsroom.visits.open_visit("other", title="Other talks", by_id=SYSTEM)
    public_id = talks.publish()
    assert client.get(f"/live/talks/updates/{public_id}").status_code == 200
    assert client.get(f"/live/other/updates/{public_id}").status_code == 404
    assert client.get(f"/live/other/updates/{public_id}/history").status_code == 404


def test_a_history_shows_every_wording_with_the_newest_first(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("Two days.")
    talks.edit(public_id, "Three days.", version=1)
    talks.edit(public_id, "Four days.", version=2, reason="correction", note="It was four.")
    page = parse(client.get(f"/live/talks/updates/{public_id}/history"))
    texts = [words(article) for article in page.cssselect("article.revision")]
    assert [next(day for day in ("Four", "Three", "Two") if day in text) for text in texts] == ["Four", "Three", "Two"]
    assert "Corrected" in texts[0]
    assert "It was four." in texts[0]


def test_since_says_in_three_shapes_what_is_new(client: FlaskClient, talks: SampleVisit) -> None:
    cursor = one(parse(client.get("/live/talks")), "#wire").get("data-cursor")
    nothing = client.get(f"/live/talks/since/{cursor}")
    assert (nothing.status_code, nothing.data) == (204, b"")
    assert int(nothing.headers["Poll-After"]) > 0

    public_id = talks.publish("News.")
    something = client.get(f"/live/talks/since/{cursor}")
    assert something.status_code == 200
    assert something.mimetype == "application/json"
    assert something.json is not None
    assert set(something.json) == {"cursor", "content", "next_seconds"}
    assert something.json["next_seconds"] > 0
    assert f'data-update="{public_id}"' in something.json["content"]
    assert something.json["content"].startswith("<hx-partial hx-target=")
    assert client.get(f"/live/talks/since/{something.json['cursor']}").status_code == 204

    epoch, _, seq = cursor.partition(":")
    for lost in ("0" * len(epoch) + f":{seq}", f"{epoch}:{int(seq) + 500}", "nonsense", "a:b"):
        gone = client.get(f"/live/talks/since/{lost}")
        assert (gone.status_code, gone.json) == (410, {"reload": True}), lost
    for answer in (nothing, something, gone):
        assert "public" in answer.headers["Cache-Control"]


def test_the_visits_of_different_slugs_have_logs_of_their_own(client: FlaskClient, talks: SampleVisit) -> None:
    newsroom.visits.open_visit("other", title="Other talks", by_id=SYSTEM)
    cursor = one(parse(client.get("/live/talks")), "#wire").get("data-cursor")
    assert client.get(f"/live/other/since/{cursor}").status_code == 410
