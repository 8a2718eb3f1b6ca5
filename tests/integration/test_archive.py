"""A visit that is exported: files that are whole, say what is public and nothing else, and are the same every time."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from contextvars import Context
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.archive.export import Archive
from blog.models import State
from blog.models.visit import now
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.queries import stream
from tests.markup import one, parse, shown, words
from tests.sample_visit import SampleVisit


@pytest.fixture(autouse=True)
def pages_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PAGE_SIZE", 2)


def flask(app: Flask, *command: str) -> Result:
    return Context().run(app.test_cli_runner().invoke, args=list(command))


def export(app: Flask, talks: SampleVisit, folder: Path, *options: str) -> Path:
    done = flask(app, "visit", "export", talks.slug, str(folder), *options)
    assert done.exit_code == 0, done.output
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_archive_has_every_page_and_every_link_in_it_leads_to_one(
    app: Flask, talks: SampleVisit, tmp_path: Path
) -> None:
    ids = _some_story(talks)
    found = files(export(app, talks, tmp_path / "archive"))

    for name in ("index.html", "page/1/index.html", "topic/trade/index.html", "key/index.html", "readouts/index.html"):
        assert name in found
    assert f"updates/{ids[0]}/history/index.html" in found
    assert all(f"updates/{public_id}/index.html" in found for public_id in ids)
    led = {name: parse(body.decode()) for name, body in found.items() if name.endswith(".html")}
    for name, page in led.items():
        for link in page.xpath("//@href | //@src"):
            if "://" not in link and not link.startswith("#"):
                path, _, anchor = urljoin(f"http://a/{name}", link).removeprefix("http://a/").partition("#")
                assert path in found, f"{name} leads to {link}"
                assert not anchor or led[path].xpath("//*[@id = $id]", id=anchor), f"{name} leads to {link}"
    assert shown(led["page/1/index.html"]) == list(reversed(ids[:2]))


def test_what_needs_a_server_is_not_in_an_archive(app: Flask, talks: SampleVisit, tmp_path: Path) -> None:
    _some_story(talks)
    for name, body in files(export(app, talks, tmp_path / "archive")).items():
        if name.endswith(".html"):
            page = parse(body.decode())
            assert not page.cssselect("form, iframe, #wire, #arrivals, #alerts, .share, .stop-clock"), name
            assert not page.cssselect("script[type=module], link[rel*=preload], noscript"), name
            assert b"/desk" not in body, name
            assert b"JavaScript" not in body, name


def test_an_update_s_address_leads_on_to_where_it_stands(app: Flask, talks: SampleVisit, tmp_path: Path) -> None:
    ids = _some_story(talks)
    folder = export(app, talks, tmp_path / "archive")
    page = parse((folder / "updates" / ids[0] / "index.html").read_text())
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url=../../page/1/index.html#u-{ids[0]}"]
    assert page.xpath("//link[@rel='canonical']/@href") == [
        f"{app.config['PUBLIC_URL']}/live/{talks.slug}/updates/{ids[0]}"
    ]


def test_where_filters_cannot_be_combined_one_takes_the_place_of_the_other(
    app: Flask, talks: SampleVisit, tmp_path: Path
) -> None:
    _some_story(talks)
    folder = export(app, talks, tmp_path / "archive")
    page = parse((folder / "topic" / "trade" / "index.html").read_text())
    chips = {chip.text_content(): chip.get("href") for chip in page.cssselect("#filters a")}
    assert chips["Key events"] == "../../key/index.html"
    assert chips["Trade"] == "../../index.html"


def test_no_word_that_is_not_public_is_in_an_archive(app: Flask, talks: SampleVisit, tmp_path: Path) -> None:
    withdrawn, purged = (_in_full_view(talks, word) for word in ("withdrawn-secret", "purged-secret"))
    talks.edit(withdrawn, "Another withdrawn-secret.", version=1, reason="correction", note="A secret of ours.")
    before = files(export(app, talks, tmp_path / "before"))
    assert sum(b"secret" in body for body in before.values()) > 5, "the set-up shows nothing to withdraw"

    talks.withdraw(withdrawn, "Our source took it back.")
    newsroom.updates.purge(talks.visit_id, talks.admin_id, purged, "A court said so.")
    by, soon = (talks.visit_id, talks.editor_id), now() + timedelta(hours=1)
    newsroom.drafts.save(*by, Post("A draft-secret."))
    newsroom.drafts.save(*by, Post("A secret for later."), state=State.SCHEDULED, due_at=soon)

    after = files(export(app, talks, tmp_path / "after"))
    assert not [name for name, body in after.items() if b"secret" in body]
    assert not [name for name, body in after.items() if b"@example.org" in body]
    document = json.loads(after["visit.json"])
    assert [update["reason"] for update in document["updates"]] == ["Our source took it back.", "A court said so."]
    assert all("revisions" not in update for update in document["updates"])


def test_two_archives_of_the_same_state_are_the_same_bytes(app: Flask, talks: SampleVisit, tmp_path: Path) -> None:
    _some_story(talks)
    assert files(export(app, talks, tmp_path / "one")) == files(export(app, talks, tmp_path / "other"))


def test_the_sums_are_those_of_every_file(app: Flask, talks: SampleVisit, tmp_path: Path) -> None:
    folder = export(app, talks, tmp_path / "archive")
    sha256sum = shutil.which("sha256sum")
    assert sha256sum
    subprocess.run([sha256sum, "-c", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
    listed = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    assert listed == set(files(folder)) - {"SHA256SUMS"}


def test_the_pages_for_readers_stay_as_they_are(
    app: Flask, client: FlaskClient, talks: SampleVisit, tmp_path: Path
) -> None:
    address = f"/live/{talks.slug}/updates/{talks.publish('They have met.')}"
    before = client.get(address).text
    export(app, talks, tmp_path / "archive")
    assert client.get(address).text == before
    assert 'id="wire"' in before


def test_a_folder_with_something_in_it_is_never_written_over(app: Flask, talks: SampleVisit, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear editor")
    for options in ((), ("--force",)):
        done = flask(app, "visit", "export", talks.slug, str(folder), *options)
        assert (done.exit_code, done.stderr.count("\n")) == (1, 1), done.output
        assert "is not empty" in done.stderr
    assert list(folder.iterdir()) == [folder / "letter.txt"]


def test_an_earlier_archive_is_replaced_when_that_is_said(app: Flask, talks: SampleVisit, tmp_path: Path) -> None:
    folder = export(app, talks, tmp_path / "archive")
    (folder / "left-over.html").write_text("")
    refused = flask(app, "visit", "export", talks.slug, str(folder))
    assert refused.exit_code == 1
    assert "--force" in refused.stderr
    talks.publish("One more word.")
    export(app, talks, folder, "--force")
    assert b"One more word." in files(folder)["index.html"]
    assert "left-over.html" not in files(folder)
    assert [path.name for path in tmp_path.iterdir() if "archive" in path.name] == ["archive"]


def test_an_archive_that_is_interrupted_leaves_nothing_behind(
    app: Flask, talks: SampleVisit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = export(app, talks, tmp_path / "archive")
    before = hashlib.sha256(repr(sorted(files(folder).items())).encode()).digest()

    def interrupted(_archive: Archive) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Archive, "_read_me", interrupted)
    done = flask(app, "visit", "export", talks.slug, str(folder), "--force")
    assert done.exit_code == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert hashlib.sha256(repr(sorted(files(folder).items())).encode()).digest() == before
    assert [path.name for path in tmp_path.iterdir() if "archive" in path.name] == ["archive"]


def test_a_visit_that_goes_on_is_archived_with_a_warning(app: Flask, talks: SampleVisit, tmp_path: Path) -> None:
    said = flask(app, "visit", "export", talks.slug, str(tmp_path / "live"))
    assert "has not ended" in said.stderr
    newsroom.visits.set_status(talks.visit_id, talks.editor_id, "ended")
    said = flask(app, "visit", "export", talks.slug, str(tmp_path / "ended"))
    assert said.stderr == ""
    assert "corrections are still made" not in (tmp_path / "ended" / "index.html").read_text()


@pytest.mark.parametrize(
    ("status", "stood"),
    [
        ("upcoming", "Coverage had not begun."),
        ("live", "Coverage was under way."),
        ("paused", "Coverage was paused."),
        ("ended", "This coverage has ended."),
    ],
)
def test_a_copy_says_at_its_top_when_it_was_taken_and_never_that_it_is_live(
    app: Flask, talks: SampleVisit, tmp_path: Path, status: str, stood: str
) -> None:
    if status != "live":
        newsroom.visits.set_status(talks.visit_id, SYSTEM, status)
    folder = tmp_path / "archive"
    flask(app, "visit", "export", talks.slug, str(folder))
    page = parse((folder / "index.html").read_text())
    state = words(one(page, ".visit-head .visit-state"))
    at = words(one(page, ".colophon p:last-child .when"))
    assert state.startswith(stood)
    assert re.search(r"This is a copy of the page as of \d\d\.\d\d Vienna, \d+ \w+ 20\d\d\.$", state), state
    assert at in state, "both places say the same"
    assert words(one(page, "#visit-status")) == ("Ended" if status == "ended" else "Archived copy")
    for name, body in files(folder).items():
        if name.endswith(".html") and not name.startswith("standing"):  # which explains what marks mean anywhere
            shown = parse(body.decode())
            assert not shown.cssselect(".status-live, .stop-now, .leg-now, .countdown"), name
            assert not re.search(r"\b(Live|Now|by itself|Upcoming|here now)\b", words(shown)), name


def test_a_visit_that_is_not_there_is_refused_in_one_line(app: Flask, tmp_path: Path) -> None:
    done = flask(app, "visit", "export", "oslo", str(tmp_path / "archive"))
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "There is no visit oslo." in done.stderr


def _some_story(talks: SampleVisit) -> list[str]:
    """Updates on more pages than one, one of them corrected, one pinned with the banner, one withdrawn."""
    ids = [talks.publish(f"Update {number}.", topics=["trade"], key=True) for number in range(5)]
    ids += [talks.publish("They spoke.", kind="readout", speaker="ada-nord"), talks.publish("A mistake.")]
    talks.edit(ids[0], "Update 0, put right.", version=1, reason="correction", note="It was wrong.")
    newsroom.updates.pin(talks.visit_id, talks.editor_id, ids[1])
    newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "The talks are on.", update=ids[2])
    talks.withdraw(ids[-1])
    return ids


def _in_full_view(talks: SampleVisit, word: str) -> str:
    public_id = talks.publish(
        f"They spoke of the {word}.", kind="statement", speaker="ada-nord", topics=["trade"], key=True, headline=word
    )
    newsroom.updates.pin(talks.visit_id, talks.editor_id, public_id)
    newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "The talks are on.", update=public_id)
    return public_id
