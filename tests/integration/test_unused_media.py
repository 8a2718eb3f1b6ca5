"""What no text uses is removed after a week; what somebody still writes with is not."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.media.store import current_store
from blog.models import MediaFile
from blog.models.media_file import media_id
from blog.models.visit import now
from blog.newsroom.posts import Post
from blog.newsroom.transaction import as_of
from blog.newsroom.unused_media import UNFINISHED
from tests.sample_visit import SampleVisit
from tests.shown_files import add_picture, stored


def known() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(MediaFile.public_id)))


@pytest.mark.both_footings
def test_a_file_is_removed_a_week_after_its_upload_unless_a_text_uses_it(app: Flask, talks: SampleVisit) -> None:
    unused, published, drafted, written, withdrawn = (add_picture(talks) for _ in range(5))
    talks.publish("A picture.", media=[published])
    talks.withdraw(talks.publish("Another.", media=[withdrawn]))
    newsroom.drafts.save(talks.visit_id, talks.editor_id, Post("Not yet.", media=[drafted]))
    fields = [("body", "A text"), ("media", written)]
    newsroom.autosaves.save(talks.visit_id, talks.editor_id, "a-key", fields, version=0)
    everything = {unused, published, drafted, written, withdrawn}
    with as_of(now() + timedelta(days=6)):
        assert newsroom.unused_media.remove_unused() == 0
    assert known() == everything
    with as_of(now() + timedelta(days=8)):
        assert newsroom.unused_media.remove_unused() == 1
        assert newsroom.unused_media.remove_unused() == 0
    assert known() == everything - {unused}
    assert stored(unused) == []
    assert all(stored(public_id) for public_id in everything - {unused})


@pytest.mark.both_footings
def test_what_readers_saw_is_erased_a_week_after_nothing_shows_it_any_more(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    replaced, portrait, withdrawn, shown, put_back = (add_picture(talks) for _ in range(5))
    by = talks.visit_id, talks.editor_id
    ids = {name: talks.publish("They met.", media=[name]) for name in (replaced, withdrawn, put_back)}
    for public_id in (portrait, shown):
        newsroom.portraits.portray(*by, "ada-nord", public_id)
    talks.withdraw(ids[withdrawn])
    correct = partial(newsroom.updates.edit, *by, reason="correction", note_text="Another man.")
    correct(ids[replaced], Post("They met.", media=[]), version=1)
    correct(ids[put_back], Post("They met.", media=[]), version=1)
    assert newsroom.unshown_media.erase_unshown() == 0
    correct(ids[put_back], Post("They met.", media=[put_back]), version=2)
    with as_of(now() + timedelta(days=6)):
        assert newsroom.unshown_media.erase_unshown() == 0
        newsroom.erased_files.delete_bytes()
    assert all(map(stored, (replaced, portrait)))
    with as_of(now() + timedelta(days=8)):
        assert newsroom.unshown_media.erase_unshown() == 2
        assert newsroom.unshown_media.erase_unshown() == 0
        newsroom.erased_files.delete_bytes()
    assert [stored(public_id) for public_id in (replaced, portrait)] == [[], []]
    assert all(map(stored, (withdrawn, shown, put_back)))
    for public_id in (replaced, portrait):
        assert client.get(f"/media/{public_id}/480.jpg").status_code == 410
    assert client.get(f"/media/{shown}/480.jpg").status_code == 200


def test_what_an_interrupted_upload_left_is_deleted_and_nothing_else(app: Flask, talks: SampleVisit) -> None:
    finished, interrupted, unmarked = add_picture(talks), media_id(), media_id()
    store = current_store()
    for public_id in (finished, interrupted):
        store.put(f"{UNFINISHED}{public_id}", b"")
    for public_id in (interrupted, unmarked):  # a file without a mark may belong to a database that was put aside
        store.put(f"{public_id}/original", b"x")
    newsroom.unused_media.remove_unused()
    assert stored(interrupted), "it may still be arriving"
    with as_of(now() + timedelta(hours=3)):
        newsroom.unused_media.remove_unused()
    assert stored(interrupted) == []
    assert stored(finished)
    assert stored(unmarked)
    assert list(store.keys(UNFINISHED)) == []
