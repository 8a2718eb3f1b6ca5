"""For each state of an update and each right to its picture: behind which doors the picture shows, and its address."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from blog import newsroom
from blog.models import MediaFile, Rights, State
from blog.models.visit import now
from blog.newsroom import transaction
from blog.newsroom.commits import write_session
from blog.newsroom.posts import Post
from blog.wire import log
from tests.sample_visit import SampleVisit
from tests.shown_files import add_picture

# The doors of a visit, and those of an update that is or was public.
OF_VISIT = {
    "page": "/live/talks",
    "embed": "/live/talks/embed",
    "atom": "/live/talks/feed.atom",
    "rss": "/live/talks/feed.rss",
    "json feed": "/live/talks/feed.json",
    "api": "/api/v1/visits/talks/updates",
}
OF_UPDATE = {
    "update": "/live/talks/updates/{id}",
    "embed of the update": "/live/talks/updates/{id}/embed",
    "history": "/live/talks/updates/{id}/history",
    "oembed": "/oembed?url=http://localhost:8000/live/talks/updates/{id}",
    "api of the update": "/api/v1/visits/talks/updates/{id}",
}
EVERYWHERE = {"page", "embed", "atom", "rss", "json feed", "api", "update", "embed of the update", "oembed"} | {
    *("api of the update", "linked data", "preview", "archive", "message", "message in frames", "polled in frames")
}
OWN = {"page", "update", "message"}

State_ = Callable[[SampleVisit, str], str]
STATES: dict[str, tuple[State_, set[str], int]] = {}


def state(name: str, doors: set[str], status: int) -> Callable[[State_], State_]:
    def add(act: State_) -> State_:
        STATES[name] = act, doors, status
        return act

    return add


@state("in a draft", set(), 404)
def draft(talks: SampleVisit, picture: str) -> str:
    newsroom.drafts.save(talks.visit_id, talks.reporter_id, Post("Words.", media=[picture]))
    return ""


@state("under embargo", set(), 404)
def held(talks: SampleVisit, picture: str) -> str:
    post = Post("Words.", media=[picture])
    newsroom.drafts.save(talks.visit_id, talks.editor_id, post, state=State.HELD, embargo="When he speaks")
    return ""


@state("published", EVERYWHERE, 200)
def published(talks: SampleVisit, picture: str) -> str:
    return talks.publish("Words.", media=[picture])


@state("published with another update withdrawn", EVERYWHERE, 200)
def shared(talks: SampleVisit, picture: str) -> str:
    talks.withdraw(talks.publish("Other words.", media=[picture]))
    return talks.publish("Words.", media=[picture])


@state("replaced", set(), 410)
def replaced(talks: SampleVisit, picture: str) -> str:
    public_id, post = talks.publish("Words.", media=[picture]), Post("Words.", media=[add_picture(talks)])
    by = talks.visit_id, talks.editor_id
    newsroom.updates.edit(*by, public_id, post, version=1, reason="correction", note_text="It was another man.")
    return public_id


@state("withdrawn", set(), 410)
def withdrawn(talks: SampleVisit, picture: str) -> str:
    public_id = talks.publish("Words.", media=[picture])
    talks.withdraw(public_id)
    return public_id


@state("purged", set(), 410)
def purged(talks: SampleVisit, picture: str) -> str:
    public_id = talks.publish("Words.", media=[picture])
    newsroom.updates.purge(talks.visit_id, talks.admin_id, public_id, "A court said so.")
    return public_id


def describe(talks: SampleVisit, picture: str, **columns: object) -> None:
    """Changes the rights to a picture, as its form does."""
    with write_session() as session:
        session.execute(update(MediaFile).where(MediaFile.public_id == picture).values(**columns))


@state("for the site's own pages", OWN, 200)
def own(talks: SampleVisit, picture: str) -> str:
    describe(talks, picture, rights=Rights.OWN)
    return talks.publish("Words.", media=[picture])


@state("until a date", EVERYWHERE - {"archive"}, 200)
def until(talks: SampleVisit, picture: str) -> str:
    describe(talks, picture, rights_until=now() + timedelta(hours=1))
    return talks.publish("Words.", media=[picture])


@state("after that date", set(), 410)
def ended(talks: SampleVisit, picture: str) -> str:
    public_id = until(talks, picture)
    with transaction.as_of(now() + timedelta(hours=2)):
        newsroom.schedule.run_due()
    return public_id


@pytest.mark.parametrize("name", STATES)
def test_a_picture_shows_behind_these_doors_and_no_others(
    app: Flask, client: FlaskClient, talks: SampleVisit, tmp_path: Path, name: str
) -> None:
    talks.publish("The talks go on.")
    act, expected, status = STATES[name]
    picture, before = add_picture(talks, "The handshake itself"), str(log.head(talks.visit_id))
    public_id = act(talks, picture)

    assert _showing(app, client, talks, picture, public_id, before, tmp_path) == expected
    assert client.get(f"/media/{picture}/960.jpg").status_code == status


def _showing(
    app: Flask, client: FlaskClient, talks: SampleVisit, picture: str, public_id: str, before: str, folder: Path
) -> set[str]:
    """The doors behind which the picture, or what is said of it, is found."""
    doors = OF_VISIT | (
        {door: address.format(id=public_id) for door, address in OF_UPDATE.items()} if public_id else {}
    )
    said = {door: client.get(address, buffered=True).text for door, address in doors.items()}
    if public_id:
        page = said["update"]
        said["linked data"] = "".join(part.split("</script>")[0] for part in page.split("application/ld+json")[1:])
        said["preview"] = "".join(line for line in page.splitlines() if "og:image" in line)
    said["message"] = talks.replay(before) or ""
    said["message in frames"] = talks.replay(before, is_framed=True) or ""
    said["polled in frames"] = client.get(f"/live/talks/embed/since/{before}").text
    said["archive"] = _archived(app, folder / "archive")
    return {door for door, text in said.items() if picture in text or "handshake" in text}


def _archived(app: Flask, folder: Path) -> str:
    """The names of all files of an archive, and what its pages and documents say."""
    result = app.test_cli_runner().invoke(args=["visit", "export", "talks", str(folder)])
    assert result.exit_code == 0, result.output
    files = [path for path in folder.rglob("*") if path.is_file()]
    texts = [path.read_text() for path in files if path.suffix in (".html", ".json", ".atom", ".rss")]
    return json.dumps([str(path) for path in files]) + "".join(texts)
