"""What only our own pages may show reaches no frame on another site: not over the socket, and not by polling."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from websockets.sync.client import ClientConnection

from blog.models import Rights
from blog.wire import log
from tests.conftest import prepare
from tests.htmx import OpenPage
from tests.markup import one, parse
from tests.media_files import picture
from tests.readers import open_socket
from tests.renders import noted_renders
from tests.sample_visit import SampleVisit
from tests.serving import PATIENCE_SECONDS, Correspondent, Dateline, serving
from tests.shown_files import add_picture


@pytest.fixture(scope="module")
def dateline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dateline]:
    folder: Path = tmp_path_factory.mktemp("frames")
    url = f"sqlite:///{folder / 'dateline.sqlite'}"
    prepare(url, folder)
    with serving(url, folder) as dateline:
        yield dateline


def upload(editor: Correspondent, slug: str, rights: str) -> str:
    answer = editor.upload(slug, "a.jpg", picture(), alt=f"A picture for {rights}", rights=rights)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def next_content(socket: ClientConnection) -> str:
    """The next message that says something."""
    while "content" not in (text := str(socket.recv(timeout=PATIENCE_SECONDS))):
        pass
    return text


@pytest.mark.parametrize("compression", [True, False])
def test_a_frame_gets_all_but_what_is_for_our_own_pages(dateline: Dateline, compression: bool) -> None:
    visit = dateline.open_visit()
    frame = OpenPage(dateline.get(f"/live/{visit.slug}/embed").text)
    said = {"after": frame.cursor, "compression": compression}
    with dateline.correspondent() as editor:
        own, free = upload(editor, visit.slug, "own"), upload(editor, visit.slug, "everywhere")
        with (
            open_socket(dateline.url, visit.slug, **said, sender="frame") as framed,
            open_socket(dateline.url, visit.slug, **said) as reading,
        ):
            for socket in (framed, reading):
                socket.recv(timeout=PATIENCE_SECONDS)  # both are there before anything is new
            editor.publish(visit.slug, "They met.", media=[own, free])
            in_frame, on_page = next_content(framed), next_content(reading)
    assert own in on_page
    assert free in on_page
    assert own not in in_frame
    assert "A picture for own" not in in_frame
    assert free in in_frame

    with open_socket(dateline.url, visit.slug, **said, sender="frame") as late:
        assert next_content(late) == in_frame, "one that was away gets the same"
    wire = frame.find("#wire")
    assert (wire.get("data-from"), wire.get("data-socket")) == ("frame", f"/live/{visit.slug}/ws")
    polled = dateline.get(wire.get("data-since"))
    assert polled.status_code == 200
    assert own not in polled.text
    assert free in polled.text
    assert own in dateline.get(f"/live/{visit.slug}/since/{frame.cursor}").text


def test_only_an_update_with_something_to_leave_out_is_rendered_twice(
    app: Flask, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered = noted_renders(monkeypatch)
    for rights, times in ((Rights.EVERYWHERE, 1), (Rights.OWN, 2)):
        before = str(log.head(talks.visit_id))
        talks.publish("They met.", media=[add_picture(talks, "Two flags", rights=rights)])
        rendered.clear()
        own, framed = (talks.replay(before, is_framed=is_framed) or "" for is_framed in (False, True))
        assert rendered.count("live/_update.html") == times
        assert ("Two flags" in own, "Two flags" in framed) == (True, rights is Rights.EVERYWHERE)


def test_a_page_says_what_it_is_unless_it_is_the_live_page(app: Flask, talks: SampleVisit) -> None:
    public_id = talks.publish("They met.")
    client = app.test_client()
    for path, sender in (
        ("/live/talks", None),
        ("/live/talks/embed", "frame"),
        (f"/live/talks/updates/{public_id}", "update"),
        (f"/live/talks/updates/{public_id}/embed", "frame"),
    ):
        wire = one(parse(client.get(path)), "#wire")
        assert wire.get("data-from") == sender, path
        assert ("/embed/since/" in wire.get("data-since")) == (sender == "frame"), path
