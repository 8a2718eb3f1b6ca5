"""Who gets in: everybody of the table, at every address and every act of it. `tests/doors` has the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from email.message import Message
from io import BytesIO
from itertools import product
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request

import click
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from blog.cli import posts, remote
from tests.doors.house import VISITOR, House, house, kept  # noqa: F401 — pytest finds the fixtures here
from tests.doors.of_api import BY_KEY, WITHOUT
from tests.doors.of_site import AT_THE_DOOR, COMMANDS, OF_DESK, OF_READERS
from tests.doors.of_visits import OF_VISITS
from tests.doors.table import ROLES, SCOPES, TEAM, VISITS, Answer, Person, Row, expected, expected_of_key, of_address
from tests.doors.trying import Doors, Try, essential, tries
from tests.doors.world import ELSEWHERE, LEAVERS, OUTSIDE

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

INSIDE = [Person(role, role) for role in ROLES]
SIGNED_IN = [*INSIDE, *(Person(name, name.split()[0], is_outside=True) for name in OUTSIDE)]
AT_THE_DESK = [Person(VISITOR), *(Person(name) for name in LEAVERS), *SIGNED_IN]
KEYS = [*INSIDE, Person("editor outside", "editor", is_outside=True)]
OTHER_KEYS = [Person("for another visit", "editor", is_outside=True, account="editor")]
OTHER_KEYS += [Person(name, account="editor") for name in ("revoked", "expired", "switched off")]
# The acts of `flask post --to`, as its option names them.
POSTED = {"publish": "publish", "save": "draft", "hand in": "submit"}


@pytest.fixture
def whole(request: pytest.FixtureRequest) -> bool:
    """Whether every row is tried at every visit."""
    return bool(request.config.getoption("--whole"))


def addresses(app: Flask, *, of_forms: bool) -> set[str]:
    """Every address with its methods. Those that take forms lead to the page of the form when they are opened."""
    rules = [rule for rule in app.url_map.iter_rules() if ("form_redirect" in rule.endpoint) is of_forms]
    return {f"{method} {rule.rule}" for rule in rules for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}


def test_every_address_is_in_the_table(app: Flask) -> None:
    """One that is not has no answer to the question who gets in."""
    table = {*OF_VISITS, *OF_DESK, *OF_READERS, *BY_KEY, *WITHOUT}
    assert addresses(app, of_forms=False) ^ table == set()


def expect_none(found: Iterable[str]) -> None:
    """Fails with every row that is wrong, its door and whoever stood there, each on a line."""
    if lines := "\n".join(found):
        pytest.fail(lines, pytrace=False)


def leads_to_sign_in(address: str) -> bool:
    """Whether an account that is off is led to the sign-in, which says so; a page that is open is told at once."""
    is_page = address.startswith("GET ") and not address.endswith(("/ws", "/since/<cursor>"))
    return is_page or address in AT_THE_DOOR


def wrong(doors: Doors, person: Person, tried: Iterable[Try], whole: bool) -> Iterator[str]:
    def expects(one: Try) -> Answer:
        answer = expected(person, one.row, one.whose, one.visit, is_of_visit=one.is_of_visit)
        is_told = person.name == "switched off" and not leads_to_sign_in(one.address)
        return Answer.REFUSED if is_told and answer is Answer.SIGN_IN else answer

    for one in tried if whole else essential(tried, expects):
        says, should = doors.answer(one), expects(one)
        if says is not should:
            yield f"{one} as {person.name}: {says}, not {should}"


@pytest.mark.parametrize("person", AT_THE_DESK, ids=lambda person: person.name)
def test_the_desk_lets_in_who_the_table_says(house: House, person: Person, whole: bool) -> None:  # noqa: F811
    of_forms = dict.fromkeys(addresses(house.app, of_forms=True), Row(TEAM))
    tried = [*tries({**OF_DESK, **OF_VISITS}), *tries(of_forms, visits=("live",))]
    expect_none(wrong(house.doors(person.name), person, tried, whole))


@pytest.mark.parametrize("holder", [*KEYS, *OTHER_KEYS], ids=lambda person: person.name)
def test_a_key_opens_what_the_table_says(house: House, holder: Person, whole: bool) -> None:  # noqa: F811
    expect_none(one for scope in SCOPES for one in wrong_by_key(house, replace(holder, scope=scope), whole))


def wrong_by_key(house: House, holder: Person, whole: bool) -> Iterator[str]:  # noqa: F811
    doors, token = house.doors(holder.account or holder.name), house.world.tokens.get((holder.name, holder.scope))
    doors.headers |= {"Authorization": f"Bearer {token}", "If-Match": "*"}

    def expects(one: Try) -> Answer:
        return expected_of_key(holder, one.row, one.whose, one.visit)

    tried = tries(BY_KEY, visits=[visit for visit in VISITS if visit != ELSEWHERE]) if token else ()
    for one in tried if whole else essential(tried, expects):
        # That it lacks the scope, the key of an admin is told, who may do everything else.
        if whole or holder.role == "admin" or holder.scope == one.row.scope or not holder.role:
            says, should = doors.answer(one), expects(one)
            if says is not should:
                yield f"{one} by a key ({holder.name}, {holder.scope}): {says}, not {should}"


def test_readers_addresses_are_the_same_for_everybody(house: House) -> None:  # noqa: F811
    tried = [*tries({**OF_READERS, **WITHOUT}, visits=("live", "held"))]
    expect_none(one for who in (VISITOR, "admin") for one in wrong(house.doors(who), Person(who), tried, True))


def test_every_command_is_in_the_table(app: Flask) -> None:
    assert {*commands(app.cli)} ^ COMMANDS == set()


def commands(group: click.Group, before: str = "") -> Iterator[str]:
    """The names of the site's own commands."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        elif command.callback and command.callback.__module__.startswith("blog."):
            yield f"{before}{name}"


class Line:
    """What `flask post --to` reaches: this app, in this process."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client

    def open(self, request: Request, timeout: float) -> BytesIO:
        sent = {name: value for name, value in request.header_items() if name != "Host"}
        answer = self._client.post(urlsplit(request.full_url).path, data=request.data, headers=sent)
        if answer.status_code >= 400:
            headers = Message()
            raise HTTPError(request.full_url, answer.status_code, "", headers, BytesIO(answer.data))
        return BytesIO(answer.data)


@pytest.mark.parametrize("holder", [*KEYS, *OTHER_KEYS], ids=lambda person: person.name)
def test_a_text_from_another_terminal_is_taken_as_the_table_says(
    house: House,  # noqa: F811
    holder: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(house.app.test_client(use_cookies=False))
    monkeypatch.setattr(remote, "build_opener", lambda *_: line)
    rows = [row for row in of_address(BY_KEY, "POST /api/v1/visits/<slug>/updates") if row.act in POSTED]
    found = []
    for scope, row, visit in product(("write", "publish"), rows, ("live", "approving")):
        if token := house.world.tokens.get((holder.name, scope)):
            arguments = [visit, "A word.", "--to", "http://localhost:8000", "--action", POSTED[row.act]]
            done = CliRunner().invoke(posts.post, arguments, env={"DATELINE_TOKEN": token})
            should = expected_of_key(replace(holder, scope=scope), row, "own", visit)
            if (done.exit_code == 0) is not (should is Answer.OPEN):
                found.append(f"flask post --to, {row.act} at the {visit} visit, {holder.name}, {scope}: {done.output}")
    expect_none(found)
