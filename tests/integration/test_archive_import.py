"""visit.json read back: the same pages under the same addresses; and whatever else a file may hold is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from blog import newsroom
from blog.archive.context import archived
from blog.extensions import db
from blog.models import Membership, Reporter, Update, Visit
from blog.newsroom.posts import Post
from blog.queries import consistency, stream, visits
from tests.archives import Document, addresses, exported, flask, forget_everything, imported, much_happens, read
from tests.audit_guards import unguarded
from tests.sample_visit import PASSWORD, SampleVisit


@pytest.fixture(autouse=True)
def pages_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PAGE_SIZE", 2)


@pytest.fixture
def document(app: Flask, talks: SampleVisit, tmp_path: Path) -> Document:
    """A visit in which everything happened that can, as a file, and not in the database any more."""
    much_happens(talks)
    return exported(app, talks.slug, tmp_path / "archive")


@pytest.fixture
def elsewhere(database_url: str, bell: dict[str, str], tmp_path: Path, make_app: Callable[..., Flask]) -> FlaskClient:
    """A reader of another process, which has no page in memory."""
    return make_app(database_url, tmp_path / "elsewhere", **bell).test_client(use_cookies=False)


def test_what_is_read_back_has_the_same_pages(
    app: Flask, client: FlaskClient, talks: SampleVisit, document: Document, tmp_path: Path, elsewhere: FlaskClient
) -> None:
    kept = addresses(document, tmp_path / "archive")
    assert len(kept) > 30
    assert f"/live/{talks.slug}/feed.atom" in kept
    before = {address: read(client, address) for address in kept}
    epoch = document["visit"].pop("epoch")
    forget_everything()
    assert visits.id_of(talks.slug) is None

    done = imported(app, document, tmp_path)
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    assert done.stdout == f"Readers: {app.config['PUBLIC_URL']}/live/{talks.slug}\n"

    visit = visits.by_slug(talks.slug)
    assert visit
    assert visit.epoch != epoch
    for address, words in before.items():
        assert read(elsewhere, address) == words.replace(epoch, visit.epoch), address
    assert [(report.slug, report.wrong) for report in consistency.check()] == [(talks.slug, [])]
    again = exported(app, talks.slug, tmp_path / "again")
    assert again["visit"].pop("epoch") == visit.epoch
    assert again == document


def test_it_is_found_by_a_search_as_before(
    app: Flask, client: FlaskClient, talks: SampleVisit, document: Document, tmp_path: Path
) -> None:
    forget_everything()
    imported(app, document, tmp_path)
    assert "会谈" in client.get(f"/live/{talks.slug}/search?q=memorandum").text
    assert "No updates match" in client.get(f"/live/{talks.slug}/search?q=mistaken").text


def test_it_goes_on_where_it_stood(app: Flask, talks: SampleVisit, document: Document, tmp_path: Path) -> None:
    forget_everything()
    imported(app, document, tmp_path)
    visit_id = visits.id_of(talks.slug)
    assert visit_id
    editor = newsroom.reporters.add("new@example.org", name="New", role="editor", password=PASSWORD)
    known = next(update for update in document["updates"] if update["state"] == "published")
    newsroom.updates.withdraw(visit_id, editor, known["id"], "We were wrong.")
    assert newsroom.updates.publish(visit_id, editor, Post("The talks go on."))
    assert [report.wrong for report in consistency.check(visit_id)] == [[]]


def test_authors_come_by_name_and_without_an_account(
    app: Flask, talks: SampleVisit, document: Document, tmp_path: Path
) -> None:
    assert "@" not in json.dumps(document)
    accounts = {row.id for row in db.session.scalars(select(Reporter))}
    with unguarded() as session:
        session.execute(delete(Visit))
    imported(app, document, tmp_path)

    authors = db.session.scalars(select(Reporter).join(Update, Update.author_id == Reporter.id).distinct()).all()
    assert {author.name for author in authors} == {"An reporter"}
    assert not {author.id for author in authors} & accounts
    assert not any(author.active for author in authors)
    visit_id = visits.id_of(talks.slug)
    members = db.session.scalars(select(Membership.reporter_id).where(Membership.visit_id == visit_id))
    assert set(members) == accounts, "every account of the desk belongs to the visit, and no author does"


def test_the_slug_and_the_updates_have_to_be_free(
    app: Flask, talks: SampleVisit, document: Document, tmp_path: Path
) -> None:
    _refused(imported(app, document, tmp_path), f"There is already a visit {talks.slug}.")
    _refused(imported(app, document, tmp_path, "--slug", "other"), "is already in the visit talks")
    _refused(imported(app, document, tmp_path, "--slug", "No Slug"), "In a slug, use only lowercase letters")
    assert [visit.slug for visit in visits.everything()] == [talks.slug]
    forget_everything()
    assert imported(app, document, tmp_path, "--slug", "other").exit_code == 0
    assert visits.id_of("other")


def test_what_would_run_in_a_page_is_not_let_in(
    app: Flask, client: FlaskClient, talks: SampleVisit, document: Document, tmp_path: Path
) -> None:
    forget_everything()
    bad = '<p onclick="x()">Hello<script>alert(1)</script> <a href="javascript:alert(1)">there</a></p>'
    document["visit"]["state_of_play_html"] = bad
    for update in document["updates"]:
        for revision in update.get("revisions", ()):
            revision["html"] = bad
    assert imported(app, document, tmp_path).exit_code == 0
    public_id = next(update["id"] for update in document["updates"] if len(update.get("revisions", ())) > 1)
    for address in ("", f"/updates/{public_id}/history"):
        page = client.get(f"/live/{talks.slug}{address}").text
        assert "Hello" in page
        for word in ("alert(1)", "javascript:", "onclick"):
            assert word not in page


Spoil = Callable[[Document], object]
WRONG: dict[str, tuple[Spoil, str]] = {
    "another format": (lambda d: d.update(format="rss"), 'does not say "format": "dateline-visit"'),
    "a later version": (lambda d: d.update(version=2), "reads only version 1"),
    "no visit": (lambda d: d.pop("visit"), "visit is missing."),
    "no list": (lambda d: d.update(updates={}), "updates Not a valid list."),
    "a hole in the log": (lambda d: d["events"].pop(3), "events[3].seq is 5 but must be 4"),
    "no log": (lambda d: d.update(events=[]), "events is empty"),
    "a long title": (lambda d: d["visit"].update(title="a" * 301), "visit.title is too long: 301 characters"),
    "a title of no text": (
        lambda d: d["visit"].update(title="\ud800"),
        "visit.title begins or ends with a space, or contains characters",
    ),
    "a control character": (
        lambda d: d["visit"].update(summary="a\0b"),
        "visit.summary begins or ends with a space, or contains characters",
    ),
    "a number": (lambda d: d["visit"].update(title=1), "visit.title must be text."),
    "a slug": (lambda d: d["visit"].update(slug="../x"), "visit.slug can contain only lowercase letters"),
    "an unknown status": (lambda d: d["visit"].update(status="gone"), "visit.status must be one of upcoming"),
    "a moment": (lambda d: d["visit"].update(opened_at="yesterday"), "visit.opened_at must be a date and time"),
    "a moment nowhere": (lambda d: d["visit"].update(opened_at="2010-03-04T10:00:00"), "visit.opened_at must be"),
    "the end of time": (lambda d: d["visit"].update(opened_at="9999-12-31T23:59:59Z"), "visit.opened_at must be"),
    "a time to come": (
        lambda d: d["updates"][0].update(published_at="2999-01-01T00:00:00Z"),
        "updates[0].published_at",
    ),
    "an event to come": (
        lambda d: d["events"][0].update(at=_in_two_days()),
        "events[0].at must not be more than a day",
    ),
    "a wording to come": (
        lambda d: d["updates"][0]["revisions"][0].update(at=_in_two_days()),
        "updates[0].revisions[0].at must not be",
    ),
    "an arrival to come": (lambda d: d["stops"][0].update(arrived_at=_in_two_days()), "stops[0].arrived_at must not"),
    "a banner to come": (lambda d: d["banner"].update(set_at=_in_two_days()), "banner.set_at must not be"),
    "a plan for no one": (
        lambda d: d["stops"][0].update(planned_to="2999-01-01T00:00:00Z"),
        "stops[0].planned_to must",
    ),
    "a zone": (lambda d: d["stops"][0].update(zone="Mars/Olympus"), "stops[0].zone names a time zone"),
    "a stop twice": (lambda d: d["stops"].append(d["stops"][0]), "stops has vienna twice."),
    "an unknown stop": (lambda d: d["updates"][0].update(stop="mars"), "updates[0].stop names mars"),
    "an unknown topic": (lambda d: d["updates"][0].update(topics=["war"]), "updates[0].topics names war"),
    "an unknown side": (lambda d: d["updates"][0].update(delegation="east"), "updates[0].delegation names east"),
    "an id": (lambda d: d["updates"][0].update(id='"><script>'), "updates[0].id can contain only lowercase letters"),
    "a draft": (lambda d: d["updates"][0].update(state="draft"), "updates[0].state must be one of published"),
    "no update": (lambda d: d["updates"].append(None), "must not be null."),
    "true for 1": (lambda d: d["updates"][0].update(number=True), "updates[0].number must be a whole number"),
    "an update too many": (lambda d: d["updates"].append(d["updates"][0]), "but must be"),
    "a link": (
        lambda d: d["updates"][0]["revisions"][0].update(source_url="javascript:alert(1)"),
        "updates[0].revisions[0].source_url must be a whole address",
    ),
    "a wording of no event": (
        lambda d: d["updates"][0]["revisions"][0].update(seq=1),
        "updates[0].revisions does not match events",
    ),
    "no wording": (lambda d: d["updates"][0].update(revisions=[]), "updates[0].revisions does not match events"),
    "a banner of its own": (lambda d: d["banner"].update(seq=1), "banner does not match the last banner in events."),
    "no pin": (lambda d: [u.update(pinned=False) for u in d["updates"]], "the pinned update is not"),
}


def test_a_file_that_cannot_be_is_refused_in_one_line_that_says_where(
    app: Flask, document: Document, tmp_path: Path
) -> None:
    forget_everything()
    for name, (spoil, sentence) in WRONG.items():
        spoiled = deepcopy(document)
        spoil(spoiled)
        done = imported(app, spoiled, tmp_path)
        assert sentence in done.stderr, name
        _refused(done, sentence)
    assert db.session.scalar(select(func.count()).select_from(Visit)) == 0
    assert imported(app, document, tmp_path).exit_code == 0, "nothing was wrong but what was spoiled"


def test_a_file_of_something_else_is_refused_in_one_line(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "visit.json"
    for words in ("", "{", "[]", "\ufeff{}", "[" * 100_000, '{"version": ' + "9" * 5_000 + "}", "\0"):
        file.write_text(words)
        _refused(flask(app, "visit", "import", str(file)), str(file))
    file.write_bytes(b'{"format": "\xff"}')
    _refused(flask(app, "visit", "import", str(file)), str(file))
    _refused(flask(app, "visit", "import", str(tmp_path)), "cannot be read")


def test_nobody_can_ask_for_a_page_of_an_archive(client: FlaskClient, talks: SampleVisit) -> None:
    answer = client.get(f"/live/{talks.slug}", headers={"dateline.archived": "1", "Dateline-Archived": "1"})
    assert 'id="wire"' in answer.text
    assert archived() is None


def _in_two_days() -> str:
    return (datetime.now(UTC) + timedelta(days=2)).isoformat()


def _refused(done: Result, sentence: str) -> None:
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.output
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
