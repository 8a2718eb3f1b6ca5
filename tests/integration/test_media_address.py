"""A picture's address is unknown before it was public, answers with it while an update shows it, and then is gone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.media.store import Store, current_store
from blog.models import Rights, State
from blog.models.visit import now
from blog.newsroom import erased_files, transaction
from blog.newsroom.posts import Post
from blog.web.exposition import exposition
from blog.web.reader.store_reads import Reads
from tests.sample_visit import SampleVisit
from tests.shown_files import add_document, add_picture, bytes_of, stored
from tests.wait import until


def status(client: FlaskClient, public_id: str, name: str = "960.webp") -> int:
    return client.get(f"/media/{public_id}/{name}").status_code


def test_a_picture_is_served_while_a_public_update_shows_it(client: FlaskClient, talks: SampleVisit) -> None:
    picture = add_picture(talks)
    first, second = (talks.publish(f"Words {number}.", media=[picture]) for number in range(2))
    answer = client.get(f"/media/{picture}/960.webp")
    assert (answer.data, answer.mimetype) == (bytes_of(picture, "960.webp"), "image/webp")
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=10, must-revalidate"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
    known = {"If-None-Match": answer.headers["ETag"]}
    again = client.get(f"/media/{picture}/960.webp", headers=known)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", answer.headers["ETag"])
    assert client.get(f"/media/{picture}/480.webp", headers=known).status_code == 200
    head = client.head(f"/media/{picture}/480.jpg")
    assert (head.status_code, head.data, head.mimetype) == (200, b"", "image/jpeg")
    for name in ("original", "flags.jpg", "1440.webp", "960.png", "960", ".webp"):
        assert status(client, picture, name) == 404, name
    talks.withdraw(first)
    assert status(client, picture) == 200
    talks.withdraw(second)
    gone = client.get(f"/media/{picture}/960.webp", headers=known)
    assert (gone.status_code, gone.headers["Cache-Control"]) == (410, "no-store")
    assert "This is no longer here" in gone.text


def test_what_was_never_public_does_not_exist(client: FlaskClient, talks: SampleVisit) -> None:
    by, soon = (talks.visit_id, talks.editor_id), now() + timedelta(hours=1)
    unused, draft, scheduled, held = (add_picture(talks) for _ in range(4))
    newsroom.drafts.save(*by, Post("Words.", media=[draft]))
    newsroom.drafts.save(*by, Post("Words.", media=[scheduled]), state=State.SCHEDULED, due_at=soon)
    newsroom.drafts.save(*by, Post("Words.", media=[held]), state=State.HELD, embargo="When he speaks")
    for picture in (unused, draft, scheduled, held, "f" * 32, "x"):
        assert status(client, picture) == 404
    with transaction.as_of(soon + timedelta(hours=1)):
        newsroom.schedule.run_due()
    assert status(client, scheduled) == 200


def test_readers_know_nothing_of_the_pictures_of_a_held_visit(client: FlaskClient, talks: SampleVisit) -> None:
    picture = add_picture(talks)
    talks.publish("Words.", media=[picture])
    newsroom.visits.set_status(talks.visit_id, talks.editor_id, "held")
    assert status(client, picture) == 404


def test_a_replaced_picture_is_gone(client: FlaskClient, talks: SampleVisit) -> None:
    wrong, right = add_picture(talks), add_picture(talks)
    public_id = talks.publish("Words.", media=[wrong])
    post = Post("Words.", media=[right])
    by = talks.visit_id, talks.editor_id
    newsroom.updates.edit(*by, public_id, post, version=1, reason="correction", note_text="Another man.")
    assert (status(client, wrong), status(client, right)) == (410, 200)


def test_a_purge_deletes_the_bytes(client: FlaskClient, talks: SampleVisit) -> None:
    picture = add_picture(talks)
    public_id = talks.publish("Words.", media=[picture])
    assert status(client, picture) == 200
    newsroom.updates.purge(talks.visit_id, talks.admin_id, public_id, "A court said so.")
    assert stored(picture) == []
    assert status(client, picture) == 410


def test_what_a_killed_process_did_not_delete_is_deleted_later(
    client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = add_picture(talks)
    public_id = talks.publish("Words.", media=[picture])
    monkeypatch.setattr(transaction, "delete_bytes", lambda: 0)  # it dies right after the commit
    newsroom.updates.purge(talks.visit_id, talks.admin_id, public_id, "A court said so.")
    assert len(stored(picture)) == 5
    assert status(client, picture) == 410
    assert erased_files.delete_bytes() == 1
    assert stored(picture) == []
    assert erased_files.delete_bytes() == 0


def test_the_end_of_the_rights_is_the_end_of_the_address(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    soon = now() + timedelta(hours=1)
    picture = add_picture(talks, rights_until=soon)
    talks.publish("Words.", media=[picture])
    assert status(client, picture) == 200
    with transaction.as_of(soon):
        newsroom.schedule.run_due()
    assert status(client, picture) == 410


def test_other_sites_may_show_only_what_is_for_everybody(client: FlaskClient, talks: SampleVisit) -> None:
    ours, everybodys = add_picture(talks, rights=Rights.OWN), add_picture(talks)
    talks.publish("Words.", media=[ours, everybodys])
    policies = [
        client.get(f"/media/{picture}/480.jpg").headers["Cross-Origin-Resource-Policy"]
        for picture in (ours, everybodys)
    ]
    assert policies == ["same-origin", "cross-origin"]


def test_a_document_is_downloaded_whole_or_in_part(client: FlaskClient, talks: SampleVisit) -> None:
    document = add_document(talks, "Communiqué of today.pdf")
    talks.publish("Words.", media=[document])
    address = f"/media/{document}/Communiqué of today.pdf"
    answer = client.get(address)
    assert answer.data == bytes_of(document, "original")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    part = client.get(address, headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, answer.data[:4])


def test_a_slow_store_lets_only_so_many_readers_wait(
    app: Flask, client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = [add_picture(talks) for _ in range(3)]
    talks.publish("Words.", media=pictures)
    monkeypatch.setitem(app.extensions, "media_reads", Reads(at_once=1, most_waiting=1))
    is_reading, may_answer, get = Event(), Event(), type(current_store()).get

    def slow(store: Store, key: str) -> bytes:
        is_reading.set()
        assert may_answer.wait(60)
        return get(store, key)  # type: ignore[arg-type]

    monkeypatch.setattr(type(current_store()), "get", slow)
    with ThreadPoolExecutor() as threads:
        first = threads.submit(status, app.test_client(), pictures[0])
        assert is_reading.wait(60)
        second = threads.submit(status, app.test_client(), pictures[1])
        waiting = 'dateline_cold_waiting{queue="files"} 1.0'
        until(lambda: waiting in exposition().decode(), "nobody waits")
        refused = client.get(f"/media/{pictures[2]}/960.webp")
        may_answer.set()
        assert (first.result(), second.result()) == (200, 200)
    assert (refused.status_code, "Retry-After" in refused.headers) == (503, True)
    assert 'dateline_cold_waiting{queue="files"} 0.0' in exposition().decode()
    assert status(client, pictures[2]) == 200


def test_a_file_that_the_store_lost_is_not_found(client: FlaskClient, talks: SampleVisit) -> None:
    picture = add_picture(talks)
    talks.publish("Words.", media=[picture])
    current_store().delete([f"{picture}/480.jpg"])
    assert status(client, picture, "480.jpg") == 404
