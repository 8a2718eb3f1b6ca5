"""The desk's socket, over a real server: whom it lets in, what it sends, and when it closes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from sqlalchemy import delete
from websockets.exceptions import InvalidStatus

from blog import newsroom
from blog.extensions import db
from blog.models import Membership, Reporter
from blog.newsroom.commits import write_session
from blog.permissions import SYSTEM
from blog.queries import accounts
from tests.conftest import prepare
from tests.desk_sockets import REHEARSAL, SOCKET, close_code, open_desk, read_until, signed_in
from tests.integration.test_desk_stream import desk_cursor, tell
from tests.sample_visit import PASSWORD, SampleVisit
from tests.serving import Dateline, serving


@pytest.fixture(scope="module")
def dateline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dateline]:
    folder = tmp_path_factory.mktemp("dateline")
    url = f"sqlite:///{folder / 'dateline.sqlite'}"
    prepare(url, folder)
    with serving(url, folder) as dateline:
        yield dateline


@pytest.fixture
def visit(dateline: Dateline) -> SampleVisit:
    return dateline.open_visit()


@pytest.fixture
def member(dateline: Dateline, visit: SampleVisit) -> str:
    """The address of an editor of the visit with an account of their own."""
    return dateline.account()


def status_of_refusal(*args: object, **kwargs: object) -> int:
    with pytest.raises(InvalidStatus) as refusal:
        open_desk(*args, **kwargs)  # type: ignore[arg-type]
    assert refusal.value.response.headers["Cache-Control"] in ("no-store", "private, no-store")
    return refusal.value.response.status_code


@pytest.mark.parametrize("address", [SOCKET, REHEARSAL])
def test_it_opens_for_the_team_on_a_page_of_the_site_and_for_nobody_else(
    dateline: Dateline, visit: SampleVisit, member: str, address: str
) -> None:
    url, slug = dateline.url, visit.slug
    refusal = partial(status_of_refusal, url, address=address)
    with signed_in(url, member) as (_, cookies):
        with open_desk(url, slug, cookies, address=address) as socket:
            read_until(socket, lambda message: "cursor" in message)
        for origin in (None, "null", "https://elsewhere.example", "http://127.0.0.1:1", "not an origin"):
            assert refusal(slug, cookies, origin=origin) in (400, 403), origin
        assert refusal("nowhere", cookies) == 404
        other = dateline.open_visit()
        with dateline.app.app_context(), write_session() as session:
            mine = session.scalar(db.select(Reporter.id).where(Reporter.email == member))
            session.execute(delete(Membership).where(Membership.reporter_id == mine))
        assert refusal(other.slug, cookies) == 403
    assert refusal(slug) == 401
    assert refusal(slug, "dateline_desk=of-somebody-else") == 401


def test_it_sends_what_changed_since_the_page_was_rendered_and_what_changes_next(
    dateline: Dateline, visit: SampleVisit, member: str
) -> None:
    with dateline.app.app_context():
        before = desk_cursor(visit)
        tell(visit.visit_id, SYSTEM)
    url, slug = dateline.url, visit.slug
    with signed_in(url, member) as (_, cookies), open_desk(url, slug, cookies, after=before) as socket:
        first = read_until(socket, lambda message: "content" in message)
        assert 'id="queue"' in first["content"]
        with dateline.app.app_context():
            tell(visit.visit_id, SYSTEM)
            now = desk_cursor(visit)
        second = read_until(socket, lambda message: "content" in message)
        assert second["cursor"] == now


def _sign_out(_email: str, end: Callable[[], None]) -> None:
    end()


def _switch_off(email: str, _end: Callable[[], None]) -> None:
    newsroom.reporters.switch_off(email)


def _change_the_password(email: str, _end: Callable[[], None]) -> None:
    newsroom.reporters.set_password(email, f"{PASSWORD} too")


def _leave_the_team(email: str, _end: Callable[[], None]) -> None:
    account = accounts.by_email(email)
    assert account
    for visit_id in [each.visit_id for each in account.memberships]:
        newsroom.team.remove(visit_id, SYSTEM, account.id)


def _become_a_reporter(email: str, _end: Callable[[], None]) -> None:
    newsroom.administration.change_role(SYSTEM, newsroom.reporters.id_of(email), "reporter")


def _sign_out_of_another_device(email: str, _end: Callable[[], None]) -> None:
    account_id, sessions = _sessions_of(email)
    newsroom.sessions.end_own(account_id, sessions[0])


def _change_the_password_elsewhere(email: str, _end: Callable[[], None]) -> None:
    account_id, _sessions = _sessions_of(email)
    newsroom.own_account.set_password(account_id, "another hash", session_id=0, digest="of another device")


def _need_a_second_factor(email: str, _end: Callable[[], None]) -> None:
    with write_session() as session:
        session.scalars(db.select(Reporter).where(Reporter.email == email)).one().needs_second_factor = True


def _lose_the_factors(email: str, _end: Callable[[], None]) -> None:
    account_id, _sessions = _sessions_of(email)
    with write_session() as session:
        newsroom.second_factors.reset(session, session.get_one(Reporter, account_id))


def _sessions_of(email: str) -> tuple[int, list[int]]:
    account = accounts.by_email(email)
    assert account
    return account.id, [session.id for session in accounts.sessions_of(account.id)]


@pytest.mark.parametrize(
    "end",
    [
        *(_sign_out, _switch_off, _change_the_password, _leave_the_team, _become_a_reporter),
        *(
            _sign_out_of_another_device,
            _change_the_password_elsewhere,
            _need_a_second_factor,
            _lose_the_factors,
        ),
    ],
    ids=lambda it: it.__name__,
)
def test_it_closes_when_the_session_ends_or_its_account_may_do_less(
    dateline: Dateline, visit: SampleVisit, member: str, end: Callable[[str, Callable[[], None]], None]
) -> None:
    """Within a second, by what another process commits; the socket of a colleague stays open."""
    with (
        signed_in(dateline.url, member) as (person, cookies),
        signed_in(dateline.url, visit.admin_email) as (_, others),
        open_desk(dateline.url, visit.slug, cookies) as socket,
        open_desk(dateline.url, visit.slug, others) as colleague,
    ):
        read_until(socket, lambda message: "cursor" in message)
        with dateline.app.app_context():
            end(member, lambda: person.sign_out())
            assert close_code(socket) == 1008
            tell(visit.visit_id, SYSTEM)
        read_until(colleague, lambda message: "content" in message)


def test_the_team_follows_a_held_visit_until_the_session_ends_and_readers_cannot(
    dateline: Dateline, visit: SampleVisit, member: str
) -> None:
    with dateline.app.app_context():
        newsroom.visits.set_status(visit.visit_id, SYSTEM, "held")
    url, slug = dateline.url, visit.slug
    with signed_in(url, member) as (person, cookies), open_desk(url, slug, cookies, address=REHEARSAL) as socket:
        read_until(socket, lambda message: "cursor" in message)
        with dateline.app.app_context():
            visit.publish("Rehearsed.")
        assert "Rehearsed." in read_until(socket, lambda message: "content" in message)["content"]
        with open_desk(url, slug, address="/live/{slug}/ws") as reader:
            assert close_code(reader) == 1008
        person.sign_out()
        assert close_code(socket) == 1008
