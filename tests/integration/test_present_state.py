"""A fragment shows what is true now: what was withdrawn, purged, held back or rewritten is behind no door any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import newsroom
from blog.database import Base
from blog.extensions import db
from blog.media.store import current_store
from blog.models import State
from blog.models.visit import now
from blog.newsroom.engagements import Plan
from blog.newsroom.posts import Post
from blog.queries import stream
from tests.open_doors import cursors, doors, replayed, said
from tests.sample_visit import SampleVisit
from tests.shown_files import add_picture

WHOLE = {"kind": "statement", "speaker": "ada-nord", "topics": ["trade"], "key": True}
WORDED = {"headline": "Headline of {}", "source": "The record of {}", "source_url": "https://example.org/{}"}
WORDED |= {"pooler": "Pooler of {}", "pool_outlet": "Outlet of {}"}


@pytest.fixture(autouse=True)
def pages_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PAGE_SIZE", 2)


def test_a_withdrawn_word_is_behind_no_door(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    ids = [_in_full_view(talks, word) for word in ("archived-secret", "front-secret")]
    ids.append(_on_background(talks, "background-secret"))
    tied = {"original": ids[0], "translator": "side", "lang": "fr"}
    ids.append(talks.publish("Ils parlent du translated-secret.", headline="Le translated-secret", **tied))
    talks.publish("The talks go on.")
    found = said(app, client, talks, ids)
    assert "Words of the background-secret" in found
    assert "Le translated-secret" in found
    assert "archived-secret" in found
    assert "The record of front-secret" in found
    assert "A picture of the front-secret" in found
    assert "front-secret" in found, "the set-up shows nothing to withdraw"

    for public_id in ids:
        talks.withdraw(public_id, "Our source took it back.")

    assert "secret" not in said(app, client, talks, ids)
    assert "secret" not in replayed(client, talks)
    assert "Our source took it back." in replayed(client, talks)


def test_a_purged_word_is_behind_no_door(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    public_id = _in_full_view(talks, "first-secret")
    talks.edit(public_id, "A second-secret.", version=1, reason="correction", note="It was not the third-secret.")
    assert "third-secret" in said(app, client, talks, [public_id])

    newsroom.updates.purge(talks.visit_id, talks.admin_id, public_id, "A court said so.")

    assert "secret" not in said(app, client, talks, [public_id])
    assert "secret" not in replayed(client, talks)


@pytest.mark.both_footings
def test_a_purged_word_is_in_no_row_any_more(talks: SampleVisit) -> None:
    public_id, other = _in_full_view(talks, "first-secret"), _on_background(talks, "fourth-secret")
    talks.edit(public_id, "A second-secret.", version=1, reason="correction", note="It was not the third-secret.")
    rows = [str(row) for table in Base.metadata.sorted_tables for row in db.session.execute(select(table))]
    assert sum("secret" in row for row in rows) > 2

    for each in (public_id, other):
        newsroom.updates.purge(talks.visit_id, talks.admin_id, each, "A court said so.")

    for table in Base.metadata.sorted_tables:
        assert not [row for row in db.session.execute(select(table)) if "secret" in str(row)], table.name


def test_what_is_not_published_yet_is_behind_no_door(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    keep = newsroom.drafts.save
    soon = now() + timedelta(hours=1)
    by = talks.visit_id, talks.editor_id
    ids = [
        keep(*by, Post("A draft-secret.", headline="Its draft-secret", media=[_picture(talks, "draft-secret")])),
        keep(*by, Post("A submitted-secret.", key=True), state=State.SUBMITTED),
        keep(*by, Post("A scheduled-secret.", topics=["trade"]), state=State.SCHEDULED, due_at=soon),
        keep(*by, Post("An embargoed-secret.", speaker="ada-nord"), state=State.HELD, embargo="A secret of the desk"),
    ]
    embargo_id = newsroom.embargoes.set_embargo(*by, "An embargo-secret", until=soon, city="Tokyo", zone="Asia/Tokyo")
    newsroom.banner.hold_banner(*by, embargo_id, "A banner-secret", update="")
    french = talks.publish("Ils négocient.", lang="fr", original=ids[3], translator="side", official=True)
    talks.publish("The talks go on.")
    tied = Post("Ein tied-secret.", lang="de", original=talks.publish("They go on."))
    ids.append(keep(*by, tied, state=State.HELD, embargo="A secret of the desk"))

    assert "secret" not in said(app, client, talks, ids)
    assert "secret" not in replayed(client, talks)
    update = client.get(f"/api/v1/visits/{talks.slug}/updates?lang=fr").get_json()["updates"][0]
    assert (update["id"], update["original"], update["translator"], update["official"]) == (french, None, "", False)
    for public_id in ids:
        assert client.get(f"/live/{talks.slug}/updates/{public_id}", buffered=True).status_code == 404
        assert client.get(f"/live/{talks.slug}/updates/{public_id}/history", buffered=True).status_code == 404


def test_a_translation_under_embargo_changes_nothing_that_readers_get(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    original = _in_full_view(talks, "shown")

    def told() -> dict[str, bytes]:
        asked = {address for address in doors(app, talks, [original]) if talks.slug in address}
        return {address: client.get(address, buffered=True).data for address in asked}

    before = told()
    said = {"lang": "de", "kind": "statement", "speaker": "ada-nord"}
    tied = Post("Ein Wort.", **said, original=original, translator="side", official=True)
    newsroom.drafts.save(talks.visit_id, talks.editor_id, tied, state=State.HELD, embargo="Later")
    app.extensions["page_cache"].clear()
    assert told() == before


def test_an_event_that_was_renamed_or_removed_is_behind_no_door(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    by, soon = (talks.visit_id, talks.editor_id), now() + timedelta(hours=1)
    keys = [
        newsroom.engagements.plan(*by, "tokyo", Plan(f"A {word}-secret", soon, place=f"House of the {word}-secret"))
        for word in ("renamed", "removed")
    ]
    found = said(app, client, talks, []) + replayed(client, talks)
    assert all(f"{word}-secret" in found for word in ("A renamed", "A removed", "House of the renamed"))

    newsroom.engagements.replan(*by, keys[0], "tokyo", Plan("A dinner", soon))
    newsroom.engagements.unplan(*by, keys[1])

    assert "secret" not in said(app, client, talks, []) + replayed(client, talks)


@pytest.mark.both_footings
def test_an_old_wording_is_kept_in_the_history_and_never_sent_again(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("They agreed on an old-wording.")
    talks.edit(public_id, "They agreed on a new-wording.", version=1)

    assert "old-wording" in client.get(f"/live/{talks.slug}/updates/{public_id}/history", buffered=True).text
    assert "old-wording" not in client.get(f"/live/{talks.slug}", buffered=True).text
    assert "old-wording" not in replayed(client, talks)
    assert "new-wording" in replayed(client, talks)


@pytest.mark.both_footings
def test_a_message_that_was_made_before_the_withdrawal_is_not_sent_after_it(
    client: FlaskClient, talks: SampleVisit
) -> None:
    before = cursors(talks)[-1]
    public_id = talks.publish("A secret.")
    assert "secret" in client.get(f"/live/{talks.slug}/since/{before}", buffered=True).text
    assert "secret" in client.get(f"/live/{talks.slug}", buffered=True).text

    talks.withdraw(public_id)

    assert "secret" not in client.get(f"/live/{talks.slug}/since/{before}", buffered=True).text
    assert "secret" not in client.get(f"/live/{talks.slug}", buffered=True).text


@pytest.mark.both_footings
def test_ten_edits_while_away_arrive_as_one_fragment(talks: SampleVisit) -> None:
    public_id = talks.publish("Wording 1.")
    away_since = cursors(talks)[-1]
    for version in range(1, 11):
        talks.edit(public_id, f"Wording {version + 1}.", version=version)

    message = talks.replay(away_since)
    assert message
    assert message.count("<article ") == 1
    assert "Wording 11." in message
    assert "Wording 10." not in message


@pytest.mark.both_footings
def test_an_update_that_came_and_went_while_away_arrives_as_one_quiet_line(talks: SampleVisit) -> None:
    away_since = cursors(talks)[-1]
    public_id = talks.publish("A secret.", key=True)
    newsroom.updates.pin(talks.visit_id, talks.editor_id, public_id)
    talks.withdraw(public_id, "It was nothing.")

    message = talks.replay(away_since)
    assert message
    assert "secret" not in message
    assert message.count("<article ") == 1
    assert "It was nothing." in message


def _in_full_view(talks: SampleVisit, word: str) -> str:
    """Publishes a word and shows it wherever an update can be shown."""
    fields = WHOLE | {name: words.format(word) for name, words in WORDED.items()} | {"media": [_picture(talks, word)]}
    public_id = talks.publish(f"They spoke of the {word}.", **fields)
    newsroom.updates.pin(talks.visit_id, talks.editor_id, public_id)
    newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "The talks are on.", update=public_id)
    newsroom.marking.mark(talks.visit_id, talks.editor_id, public_id, {"1": ["borders"]}, is_complete=True)
    return public_id


def _on_background(talks: SampleVisit, word: str) -> str:
    """Publishes a word as it was told, with agreed words in the place of a name."""
    agreed = {"ground": "background", "agreed_words": f"Words of the {word}"}
    return talks.publish(f"> We fear the {word}.", kind="statement", **agreed)


def _picture(talks: SampleVisit, word: str) -> str:
    """A picture that says a word in all that is said of it, and in its bytes."""
    picture = add_picture(talks, f"The {word} itself", caption=f"See the {word}", credit=f"Taken by {word}")
    current_store().put(f"{picture}/960.webp", f"A picture of the {word}".encode())
    return picture
