"""A visit in which everything happened, written into a folder and read back from it."""

from __future__ import annotations

import json
from contextvars import Context
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from blog import newsroom
from blog.extensions import db
from blog.models import Membership, Reporter, Visit
from blog.newsroom.engagements import Plan
from blog.newsroom.posts import Post
from blog.queries import desk
from tests.action_context import SOURCED
from tests.audit_guards import unguarded
from tests.sample_visit import SampleVisit
from tests.video_card import with_card

Document = dict[str, Any]
HOUR = timedelta(hours=1)


def flask(app: Flask, *command: str) -> Result:
    return Context().run(app.test_cli_runner().invoke, args=list(command))


def exported(app: Flask, slug: str, folder: Path) -> Document:
    done = flask(app, "visit", "export", slug, str(folder))
    assert done.exit_code == 0, done.output
    found: Document = json.loads((folder / "visit.json").read_text())
    return found


def imported(app: Flask, document: object, folder: Path, *options: str) -> Result:
    file = folder / "visit.json"
    file.write_text(json.dumps(document))
    done = flask(app, "visit", "import", str(file), *options)
    db.session.rollback()  # the test's own session has seen the time before
    return done


def forget_everything() -> None:
    """An empty database, as a new newsroom has it."""
    with unguarded() as session:
        for table in (Visit, Membership, Reporter):
            session.execute(delete(table))


def much_happens(talks: SampleVisit) -> None:
    by, admin = (talks.visit_id, talks.editor_id), (talks.visit_id, talks.admin_id)
    whole = {"kind": "statement", "speaker": "ada-nord", "topics": ["trade", "borders"], "key": True, "stop": "vienna"}
    first = talks.publish("They **spoke** of a memorandum.", headline="会谈 & more", **whole, **SOURCED)
    ids = [talks.publish(f"Update {number}, [here](https://example.org/).") for number in range(4)]
    with_card(talks, topics=["trade"])
    candid = talks.publish(
        "Candid.",
        kind="readout",
        delegation="south",
        source="Foreign Ministry of the South",
        pool_number=4,
        pooler="P. Ooler",
        pool_outlet="Gazette",
        ground="background",
        agreed_words="a senior official",
    )
    newsroom.marking.mark(*by, candid, {"1": ["borders"]}, is_complete=True)
    ids += [talks.publish("> A mistaken word.", topics=["trade"], stop="tokyo"), talks.publish("Purged.")]
    talks.edit(ids[0], "Other words.", version=1, reason="correction", note="It was wrong.")
    talks.edit(ids[0], "Other words here.", version=2, reason="typo")
    talks.edit(ids[4], "> Another mistaken word.", version=1)
    chinese = talks.publish("双方会谈坦率。", lang="zh", headline="声明")
    by_them = {"original": chinese, "translator": "side", "official": True}
    behind = talks.publish("The talks were candid.", lang="en", headline="Statement", **by_them)
    newsroom.updates.edit(*by, chinese, Post("双方会谈。", lang="zh"), version=1, reason="update")
    told = desk.update(talks.visit_id, behind)
    assert told
    assert told.is_behind
    newsroom.people.change_speaker(*by, "ada-nord", title="Minister", titles="2026-03-01 | zh | 部长 | south")
    opening = Plan("Opening", datetime(2026, 3, 1, 9, tzinfo=UTC), access="spray", call_at=None, note="For us only.")
    newsroom.engagements.reschedule(*by, newsroom.engagements.plan(*by, "vienna", opening), opening.begins_at + HOUR)
    newsroom.updates.pin(*by, ids[1])
    newsroom.updates.key(*by, ids[2])
    newsroom.banner.set_banner(*by, "The talks are on.", update=first)
    newsroom.visits.sum_up(*by, "- It is *on*.")
    talks.withdraw(ids[4], "Our source took it back.")
    newsroom.updates.purge(*admin, ids[5], "A court said so.")


def addresses(document: Document, folder: Path) -> list[str]:
    """Every page of the archive, as the site has it."""
    below = [path.parent.relative_to(folder).as_posix() for path in folder.rglob("index.html")]
    slug, names = document["visit"]["slug"], ("topic", "speaker", "delegation", "stop", "kind", "lang", "page")
    found = []
    for folders in below:
        path, question, parts = [], [], iter(() if folders == "." else folders.split("/"))
        for part in parts:
            if part == "key":
                question.append("key=1")
            elif part in names:
                question.append(f"{part}={next(parts)}")
            else:
                path.append(part)
        where = "/standing" if path == ["standing"] else "/".join(["", "live", slug, *path])
        found.append(f"{where}?{'&'.join(question)}")
    feeds = [f"/live/{slug}/{path.name}" for path in folder.glob("feed.*")]
    return sorted(found + feeds)


def read(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.text.split())
