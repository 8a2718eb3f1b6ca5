"""A page joined from kept parts is, byte for byte, the page that is rendered afresh: after every act, in any order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from blog import newsroom
from blog.extensions import db, visit_changed
from blog.models import Update, Visit
from blog.newsroom import rerender
from blog.newsroom.errors import NewsroomError
from blog.queries import stream
from blog.text import markdown
from blog.web.page_cache.responses import page_cache
from blog.wire import log
from blog.wire.kept import Kept, Kind, Shelf
from blog.wire.replay import RECENT_EVENTS, is_recent
from blog.wire.service import wire
from tests.action_context import ActionContext
from tests.actions import ACTIONS, Act
from tests.breadth import one_in
from tests.renders import noted_renders
from tests.sample_visit import SampleVisit

PAGE_SIZE = 3
SEQUENCES, EXAMPLES = 4, 12
SLUGS = (f"kept-{number}" for number in count(1))
NAMED = {act.__name__: act for _, act in ACTIONS}

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PAGE_SIZE", PAGE_SIZE)


def test_after_every_act_a_joined_page_is_the_page_rendered_afresh(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    context = _begun(talks)
    wrong = [act.__name__ for number, (_, act) in enumerate(ACTIONS) if _differs(client, context, number, act)]
    assert wrong == []


@pytest.mark.parametrize("part", one_in(SEQUENCES, range(SEQUENCES)))
def test_after_any_sequence_of_acts_as_well(app: Flask, client: FlaskClient, part: int) -> None:
    phases = (Phase.explicit, Phase.reuse, Phase.generate)

    @settings(max_examples=EXAMPLES // SEQUENCES, deadline=None, suppress_health_check=list(HealthCheck), phases=phases)
    @given(names=st.lists(st.sampled_from(sorted(NAMED)), min_size=1, max_size=8))
    def agrees(names: list[str]) -> None:
        context = _begun(SampleVisit.open(next(SLUGS)))
        assert [name for number, name in enumerate(names) if _differs(client, context, number, NAMED[name])] == []

    agrees()


def test_a_page_after_a_change_renders_what_changed_and_nothing_else(
    client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    _begun(talks)
    client.get("/live/talks")
    rendered = noted_renders(monkeypatch)
    public_id = talks.publish("They have agreed.")
    assert "They have agreed." in client.get("/live/talks").text
    assert rendered == ["live/_update.html"]
    talks.withdraw(public_id)
    assert "They have agreed." not in client.get("/live/talks").text
    assert len(rendered) == 2


def test_the_wire_and_the_page_send_one_article(client: FlaskClient, talks: SampleVisit) -> None:
    cursor = _cursor(talks)
    public_id = talks.publish("They have *agreed*.", stop="vienna", topics=["trade"])
    message = talks.replay(cursor)
    assert message
    visit = db.session.get_one(Visit, talks.visit_id)
    article = wire().kept.of(visit).get(Kind.ARTICLE, public_id)
    begun, rest = "<article", article.removeprefix("<article")
    assert rest.replace('"', '\\"').replace("\n", "\\n") in message
    assert begun + " data-opens-day" + rest in client.get("/live/talks").text


def test_what_was_just_written_and_what_is_read_again_make_one_article(client: FlaskClient, talks: SampleVisit) -> None:
    for name in ("Zoll", "abkommen"):  # by its letters, a database may have them the other way round
        newsroom.people.add_topic(talks.visit_id, talks.editor_id, name)
    cursor = _cursor(talks)
    talks.publish("They have agreed.", topics=["zoll", "abkommen"])
    message = talks.replay(cursor)
    assert message
    assert 'data-topics=\\"abkommen zoll\\"' in message
    wire().kept.clear()
    assert 'data-topics="abkommen zoll"' in client.get("/live/talks").text


def test_what_an_older_renderer_made_is_not_kept(
    client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr(markdown, "RENDERER", markdown.RENDERER - 1)
        public_id = talks.publish("They have *agreed*.", stop="vienna")
    update = db.session.scalars(db.select(Update).where(Update.public_id == public_id)).one()
    update.html = "<p>They have agreed, as it was rendered before.</p>"
    db.session.commit()
    assert "as it was rendered before" in client.get("/live/talks").text
    assert rerender.rerender_all() == 1
    talks.publish("Another change.")
    page = client.get("/live/talks").text
    assert "as it was rendered before" not in page
    assert "They have <em>agreed</em>." in page


def test_pages_that_anybody_can_ask_for_push_nothing_out(client: FlaskClient, talks: SampleVisit) -> None:
    _begun(talks)
    parts = wire().kept._parts
    for address in ("?page=1", "?topic=trade", "?kind=report", "/embed?limit=3"):
        client.get(f"/live/talks{address}")
    for number in range(RECENT_EVENTS):
        talks.publish(f"Update {number}.")
    head = log.head(talks.visit_id)
    assert head
    assert not is_recent(old := log.Cursor(head.epoch, 1), head)
    assert client.get(f"/live/talks/since/{old}?ui=de").status_code == 200
    assert len(parts) == 0
    client.get("/live/talks")
    assert len(parts) > PAGE_SIZE


def test_a_log_that_was_replaced_leaves_nothing(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("They have met.")
    client.get("/live/talks")
    visit = db.session.get_one(Visit, talks.visit_id)
    assert wire().kept.of(visit).get(Kind.ARTICLE, public_id)
    visit.epoch = "another"
    assert wire().kept.of(visit).get(Kind.ARTICLE, public_id) is None


def test_whoever_loaded_the_visit_before_a_change_keeps_nothing_for_those_after_it(talks: SampleVisit) -> None:
    public_id = talks.publish("They have met.")
    visit = db.session.get_one(Visit, talks.visit_id)
    update = db.session.scalars(db.select(Update).where(Update.public_id == public_id)).one()
    late = wire().kept.of(visit)
    talks.withdraw(public_id)
    with db.session.no_autoflush:
        now = db.session.get_one(Visit, talks.visit_id, populate_existing=True)
        after = wire().kept.of(now)
        late.keep(Kind.ARTICLE, public_id, "<article>They have met.</article>", update)
    assert after.get(Kind.ARTICLE, public_id) is None


def _begun(talks: SampleVisit) -> ActionContext:
    ids = [talks.publish(f"Update {number} of the talks.", stop="vienna") for number in range(2 * PAGE_SIZE + 1)]
    return ActionContext(talks, old=ids[0], new=ids[-1])


def _differs(client: FlaskClient, context: ActionContext, number: int, act: Act) -> bool:
    """Whether the live page, or another in turn, is another than a fresh one after an act, which may be refused.

    Somebody reads the live page after each of its commits, so that there are parts for the next to touch.
    """
    base = f"/live/{context.talks.slug}"
    try:
        with visit_changed.connected_to(lambda _: client.get(base)):
            act(context)
    except NewsroomError:
        return False
    others = (f"{base}?ui=de", f"{base}/embed", f"{base}/updates/{context.new}")
    pages = (base, others[number % len(others)])
    joined = [client.get(page).text for page in pages]
    page_cache().clear()
    with _nothing_kept():
        fresh = [client.get(page).text for page in pages]
    page_cache().clear()
    return joined != fresh


@contextmanager
def _nothing_kept() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Kept, "of", lambda self, visit, **_: Shelf(self, visit, None, adds=False))
        yield


def _cursor(talks: SampleVisit) -> str:
    return db.session.get_one(Visit, talks.visit_id, populate_existing=True).cursor
