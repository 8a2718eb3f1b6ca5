"""Presence at a desk: who is there, and who edits what. `test_desk_cluster.py` has two workers with Redis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from lxml.html import HtmlElement, fragment_fromstring
from websockets.sync.client import ClientConnection

from tests.conftest import prepare
from tests.desk_sockets import open_desk, read_until, signed_in
from tests.sample_visit import SampleVisit
from tests.serving import Dateline, serving

EDITOR, REPORTER = "An editor", "An reporter"


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
def desks(dateline: Dateline, visit: SampleVisit) -> Iterator[tuple[str, str]]:
    """The cookies of the visit's editor and of its reporter."""
    url = dateline.url
    with signed_in(url, visit.editor_email) as (_, editor), signed_in(url, visit.reporter_email) as (_, reporter):
        yield editor, reporter


def people(message: dict[str, Any]) -> dict[str, HtmlElement]:
    if "presence" not in message:
        return {}
    shown = fragment_fromstring(message["presence"], create_parent=True)
    return {each.get("data-person"): each for each in shown.cssselect("[data-person]")}


def read_people(socket: ClientConnection, *names: str) -> dict[str, HtmlElement]:
    """Reads until exactly these are there."""
    return people(read_until(socket, lambda message: set(people(message)) == set(names)))


def read_edited(socket: ClientConnection, name: str, edits: str) -> None:
    """Reads until somebody edits an update."""
    read_until(socket, lambda message: name in people(message) and people(message)[name].get("data-edits") == edits)


def read_writers(socket: ClientConnection, *names: str) -> dict[str, HtmlElement]:
    """Reads until exactly these write."""

    def is_it(message: dict[str, Any]) -> bool:
        found = people(message)
        return bool(found) and {name for name, one in found.items() if "data-writes" in one.attrib} == set(names)

    return people(read_until(socket, is_it))


def test_people_come_edit_and_go_and_each_is_there_once(
    dateline: Dateline, visit: SampleVisit, desks: tuple[str, str]
) -> None:
    url, slug = dateline.url, visit.slug
    editor, reporter = desks
    with open_desk(url, slug, editor) as desk:
        read_people(desk, EDITOR)
        with open_desk(url, slug, reporter), open_desk(url, slug, reporter, editing="u7"):
            read_edited(desk, REPORTER, "u7")
        read_people(desk, EDITOR)


def test_whoever_saves_a_text_writes_for_a_while(
    dateline: Dateline, visit: SampleVisit, desks: tuple[str, str]
) -> None:
    url, slug, editor = dateline.url, visit.slug, desks[0]
    with (
        signed_in(url, visit.reporter_email) as (person, reporter),
        open_desk(url, slug, editor) as desk,
        open_desk(url, slug, reporter),
    ):
        read_people(desk, EDITOR, REPORTER)
        person.save(slug, "k7", "Half a sentence")
        read_writers(desk, REPORTER)
        assert set(read_writers(desk)) == {EDITOR, REPORTER}


def test_a_desk_elsewhere_knows_nothing_of_it(dateline: Dateline, visit: SampleVisit, desks: tuple[str, str]) -> None:
    other = dateline.open_visit()
    editor, reporter = desks
    url, here, there = dateline.url, visit.slug, other.slug
    with open_desk(url, there, editor) as elsewhere, open_desk(url, here, reporter) as desk:
        read_people(desk, REPORTER)
        assert set(people(read_until(elsewhere, lambda message: "presence" in message))) == {EDITOR}
